// A sheet that saves itself, and a button that sends once.

const EVERY = 20_000;
const PATIENCE = 15_000;

// Which hidden input holds the version that was read.
function versionOf(form: HTMLFormElement): string {
  return form.dataset.autosaveVersion ?? "version";
}

function fields(form: HTMLFormElement): string {
  const data = new FormData(form);
  data.delete(versionOf(form));
  return new URLSearchParams(data as unknown as Record<string, string>).toString();
}

async function save(form: HTMLFormElement, say: (words: string) => void): Promise<boolean> {
  const url = form.dataset.autosaveUrl ?? "";
  const token = form.querySelector<HTMLInputElement>("input[name=csrfmiddlewaretoken]")?.value ?? "";
  const answer = await fetch(url, {
    method: "POST",
    body: new FormData(form),
    // A page that has no address of its own for this posts to itself, and says that it only keeps.
    headers: { "X-CSRFToken": token, "X-Keep": "1" },
    credentials: "same-origin",
    redirect: "manual",
    signal: AbortSignal.timeout(PATIENCE),
  });
  const words = await answer.text();
  const version = form.querySelector<HTMLInputElement>(`input[name=${versionOf(form)}]`);
  if (answer.status === 200 && version) {
    version.value = words;
    const now = new Date();
    say(`${form.dataset.saved ?? ""} ${now.getHours()}.${String(now.getMinutes()).padStart(2, "0")}`);
    return true;
  }
  if (answer.status === 204) return true;
  say(words.length < 300 ? words : (form.dataset.offline ?? ""));
  return answer.status === 409;
}

// Where the page says that it saved: beside its buttons, there before anything is said in it.
function statusOf(form: HTMLFormElement): HTMLElement {
  const found = form.querySelector<HTMLElement>("[data-autosave-status]");
  if (found) return found;
  const made = document.createElement("span");
  made.className = "quiet small";
  made.setAttribute("role", "status");
  (Array.from(form.querySelectorAll(".deeds")).pop() ?? form).append(made);
  return made;
}

export function keepTyping(): void {
  const form = document.querySelector<HTMLFormElement>("form[data-autosave-url]");
  if (!form) return;
  const status = statusOf(form);
  const say = (words: string): void => {
    status.textContent = words;
  };
  let kept = fields(form);
  let busy = false;
  let sent = false;
  let waiting: { button: HTMLElement | null } | undefined;
  form.addEventListener("submit", (event) => {
    if (!navigator.onLine) {
      // The browser would put its own page in place of what was typed.
      event.preventDefault();
      event.stopImmediatePropagation();
      say(form.dataset.offline ?? "");
    } else if (busy) {
      // Sent beside a save that is still on its way, the sheet would meet itself as another browser's.
      event.preventDefault();
      event.stopImmediatePropagation();
      waiting = { button: event.submitter };
    } else sent = true;
  });
  const look = async (): Promise<void> => {
    const now = fields(form);
    if (busy || sent || now === kept) return;
    busy = true;
    try {
      if (await save(form, say)) kept = now;
    } catch {
      say(form.dataset.offline ?? "");
    } finally {
      busy = false;
      if (waiting) form.requestSubmit(waiting.button);
      waiting = undefined;
    }
  };
  window.setInterval(look, EVERY);
  document.addEventListener("visibilitychange", look);
  addEventListener("online", look);
  form.addEventListener("focusout", () => window.setTimeout(look, 300));
}

export function guardAgainstDoubleSending(): void {
  for (const form of Array.from(document.forms)) {
    let at = 0;
    form.addEventListener("submit", (event) => {
      const now = Date.now();
      // A second tap within a moment is one tap; later it is a second try, which is allowed.
      if (now - at < 1_500) event.preventDefault();
      else at = now;
    });
  }
}
