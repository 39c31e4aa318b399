// A file goes in parts of 256 KiB, so that a cut does not begin it anew; without this the form sends it whole.

const PART = 256 * 1024;
const PATIENCE = 60_000;
const TRIES = 8;

interface Page {
  form: HTMLFormElement;
  say: (words: string) => void;
  bar: HTMLProgressElement | null;
  token: string;
}

const wait = (ms: number): Promise<void> => new Promise((done) => window.setTimeout(done, ms));

async function put(page: Page, url: string, body: BodyInit): Promise<Response> {
  return fetch(url, {
    method: "POST",
    body,
    headers: { "X-CSRFToken": page.token, Accept: "application/json" },
    credentials: "same-origin",
    redirect: "manual",
    signal: AbortSignal.timeout(PATIENCE),
  });
}

async function sendParts(page: Page, url: string, file: File): Promise<boolean> {
  let have = 0;
  let tries = 0;
  while (have < file.size) {
    try {
      const answer = await put(page, url.replace(/0\/$/, `${have}/`), file.slice(have, have + PART));
      if (answer.status !== 200 && answer.status !== 409) return false;
      const said = Number(await answer.text());
      tries = said > have ? 0 : tries + 1;
      have = said;
    } catch {
      tries += 1;
      page.say(page.form.dataset.waiting ?? "");
      await wait(Math.min(30_000, 1_000 * 2 ** tries));
    }
    if (tries > TRIES) return false;
    const percent = Math.round((100 * have) / file.size);
    if (page.bar) page.bar.value = percent;
    if (tries === 0) page.say(`${page.form.dataset.sending ?? ""}: ${percent} %`);
  }
  return true;
}

export function sendFilesInParts(): void {
  const form = document.querySelector<HTMLFormElement>("form[data-upload]");
  const input = form?.querySelector<HTMLInputElement>("input[type=file]");
  if (!form || !input) return;
  const status = form.querySelector<HTMLElement>("[data-upload-status]");
  const page: Page = {
    form,
    say: (words) => {
      if (status) status.textContent = words;
    },
    bar: form.querySelector<HTMLProgressElement>("[data-upload-bar]"),
    token: form.querySelector<HTMLInputElement>("input[name=csrfmiddlewaretoken]")?.value ?? "",
  };
  const tooLarge = (file: File | undefined): boolean => {
    const far = file !== undefined && file.size > Number(form.dataset.limit) * 1024 * 1024;
    page.say(far ? (form.dataset.tooLarge ?? "") : "");
    return far;
  };
  input.addEventListener("change", () => tooLarge(input.files?.[0]));
  form.addEventListener("submit", async (event) => {
    const file = input.files?.[0];
    const parts = form.dataset.partsUrl;
    if (!file || !parts) return;
    event.preventDefault();
    if (tooLarge(file) || form.dataset.busy !== undefined) return;
    form.dataset.busy = "";
    if (page.bar) page.bar.hidden = false;
    if (await sendParts(page, parts, file)) {
      page.say(form.dataset.checking ?? "");
      const name = document.createElement("input");
      name.type = "hidden";
      name.name = "name";
      name.value = file.name;
      form.append(name);
      input.disabled = true; // it has been sent
      form.submit();
    } else {
      page.say(form.dataset.failed ?? "");
      delete form.dataset.busy;
    }
  });
}
