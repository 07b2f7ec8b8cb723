/** Enrols this device with the one-time code that a lead or an admin gave, typed or brought by a QR link (?code=). */
import { enrol } from "../sync/enrol.js";
import { refuse } from "./refusal.js";

/** @param {HTMLFormElement} form [data-enrol] */
export function mount(form) {
  const button = form.querySelector("button[type=submit]");
  const notice = form.querySelector("[data-refusal]");
  const address = new URL(location.href);
  const code = address.searchParams.get("code");
  if (code) {
    form.elements.code.value = code;
    // A one-time code has no business in the history.
    address.searchParams.delete("code");
    history.replaceState(null, "", address);
  }
  button.disabled = false;

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const empty = [form.elements.code, form.elements.name].find((input) => !input.value.trim());
    if (empty) return empty.focus();
    button.disabled = true;
    refuse(notice, { ok: true });
    const typed = { code: form.elements.code.value.trim(), name: form.elements.name.value.trim() };
    const answer = await enrol(typed).finally(() => {
      button.disabled = false;
    });
    if (answer.ok) location.replace(form.dataset.then);
    else refuse(notice, { ...answer, title: answer.title || form.dataset.otherWard });
  });
}
