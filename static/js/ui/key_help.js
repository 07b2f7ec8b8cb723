/**
 * The list of a page's keys (a dialog #keys) and the switch in it that turns them off on this machine (WCAG 2.1.4).
 * @returns {{open: () => void, silent: (event: KeyboardEvent) => boolean}} silent: this press is not meant for us
 */
const OFF = "gd-keys-off";
const TYPING = "input:not([type=checkbox]), textarea, select, [contenteditable]";

export function keyHelp() {
  const dialog = /** @type {HTMLDialogElement} */ (document.getElementById("keys"));
  const opener = /** @type {HTMLElement} */ (document.querySelector("[data-keys-open]"));
  const off = /** @type {HTMLInputElement} */ (dialog.querySelector("[data-keys-off]"));
  const open = () => {
    off.checked = remembered();
    dialog.showModal();
  };
  opener.hidden = false;
  opener.addEventListener("click", open);
  off.addEventListener("change", () => remember(off.checked));
  return { open, silent };
}

function silent(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.defaultPrevented) return true;
  const typing = /** @type {HTMLElement} */ (event.target).matches?.(TYPING);
  return Boolean(typing || document.querySelector("dialog[open]") || remembered());
}

function remembered() {
  try {
    return localStorage.getItem(OFF) === "1";
  } catch {
    return false;
  }
}

function remember(off) {
  try {
    off ? localStorage.setItem(OFF, "1") : localStorage.removeItem(OFF);
  } catch {
    // Without storage it holds until the page is left.
  }
}
