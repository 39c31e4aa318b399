// A value is copied with one tap; without this it is selected by hand.
export function copyValues(): void {
  const status = document.querySelector<HTMLElement>("[data-copied-status]");
  for (const button of Array.from(document.querySelectorAll<HTMLButtonElement>("button[data-copy]"))) {
    const value = button.parentElement?.querySelector<HTMLElement>("[data-copy-value]");
    if (!value || !navigator.clipboard) continue;
    button.hidden = false;
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(value.textContent ?? "");
      if (status) status.textContent = `${status.dataset.words ?? ""} ${value.textContent ?? ""}`;
      button.dataset.done = "";
    });
  }
}
