// Leaving at once, so that neither Back nor the history shows what was here (U-01 to U-06, U-11).

const COVER_AFTER = 120_000;
const WITHIN = 5_000;

function wipe(): void {
  for (const form of Array.from(document.forms)) form.reset();
  document.title = "";
  document.body.replaceChildren();
  try {
    sessionStorage.clear();
  } catch {
    // a browser that forbids storage has nothing to clear
  }
}

function leave(target: string): void {
  wipe(); // first, before any request: it works with the network cut
  navigator.sendBeacon("/_/x");
  location.replace(target);
}

function threeTimes(key: string, link: HTMLAnchorElement, say: (words: string) => void): void {
  let count = 0;
  let alone = true;
  let timer = 0;
  const forget = (words: string): void => {
    count = 0;
    window.clearTimeout(timer);
    say(words);
  };
  document.addEventListener("keydown", (event) => {
    alone = event.key === key;
    if (!alone && count > 0) forget("");
  });
  document.addEventListener("keyup", (event) => {
    if (event.key !== key || !alone) return;
    if (key === "Escape" && document.querySelector("dialog[open]")) return;
    count += 1;
    window.clearTimeout(timer);
    if (count === 3) return leave(link.href);
    say((count === 1 ? link.dataset.two : link.dataset.one) ?? "");
    timer = window.setTimeout(() => forget(link.dataset.expired ?? ""), WITHIN);
  });
}

function coverWhenIdle(): void {
  let timer = 0;
  const cover = document.createElement("div");
  cover.className = "cover";
  const open = document.createElement("button");
  open.type = "button";
  open.className = "govuk-button";
  open.textContent = document.body.dataset.uncover ?? "…";
  cover.append(open);
  open.addEventListener("click", () => cover.remove());
  const wait = (): void => {
    window.clearTimeout(timer);
    timer = window.setTimeout(() => document.body.append(cover), COVER_AFTER);
  };
  for (const sign of ["keydown", "pointerdown", "scroll"]) addEventListener(sign, wait, { passive: true });
  wait();
}

// A page that comes back from the browser's memory is hidden until the server says who is here.
function askOnReturn(): void {
  addEventListener("pageshow", (event) => {
    const entry = performance.getEntriesByType("navigation")[0] as PerformanceNavigationTiming | undefined;
    if (!event.persisted && entry?.type !== "back_forward") return;
    document.documentElement.hidden = true;
    fetch("/_/s", { credentials: "same-origin", cache: "no-store" })
      .then((answer) => {
        if (answer.status === 204) document.documentElement.hidden = false;
        else location.replace("/");
      })
      .catch(() => location.replace("/"));
  });
}

// A browser keeps what a form sent on the disk, to send it again, as long as the page that answered it
// is one that was sent to. So such a page says that it was only looked at.
export function forgetWhatWasSent(): void {
  if (document.body.dataset.sent !== undefined) history.replaceState(null, "", location.href);
}

export function wayOut(): void {
  const link = document.querySelector<HTMLAnchorElement>("a[data-exit]");
  if (!link) return;
  const status = document.querySelector<HTMLElement>("[data-exit-status]");
  const say = (words: string): void => {
    if (status) status.textContent = words;
  };
  link.addEventListener("click", (event) => {
    event.preventDefault();
    leave(link.href);
  });
  threeTimes("Shift", link, say);
  threeTimes("Escape", link, say);
  if (document.body.dataset.signedIn !== undefined) {
    askOnReturn();
    coverWhenIdle();
  }
}
