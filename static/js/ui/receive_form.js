/**
 * Receiving a dossier with the keyboard alone: the papers, the promised day and the fee follow what is typed, the
 * cursor goes where the next word belongs, and three keys lead everywhere. Without this file the form asks the server by
 * its button "Xem ngày hẹn và phí" instead.
 */
import { askParts } from "../sync/page_parts.js";

const FOLLOWS_PROCEDURE = ["variant", "papers", "counted"];
const ALWAYS = ["promise"];

/** @param {HTMLFormElement} form [data-receive] */
export function mount(form) {
  const value = form.elements.namedItem("procedure");
  const search = form.querySelector("[data-picker] [role=combobox]");
  const plainOnly = form.querySelector("[data-plain-only]");
  let shown = subject(form);
  let asked = 0;

  plainOnly.hidden = true;
  // Enter in a field would press the first button of the form.
  plainOnly.querySelector("button").disabled = true;

  const refresh = async () => {
    const now = subject(form);
    const turn = ++asked;
    const page = await askParts(`${form.getAttribute("action")}/xem`, form);
    // A later question may have overtaken this one.
    if (!page || turn !== asked) return;
    const another = now !== shown;
    shown = now;
    for (const name of another ? [...FOLLOWS_PROCEDURE, ...ALWAYS] : ALWAYS) {
      const fresh = page.querySelector(`[data-part=${name}]`);
      const old = form.querySelector(`[data-part=${name}]`);
      // Whoever is choosing in a part keeps it under the cursor.
      if (fresh && old && !(name === "variant" && old.contains(document.activeElement))) old.replaceWith(fresh);
    }
    shown = subject(form);
  };

  value.addEventListener("input", async () => {
    const here = document.activeElement;
    await refresh();
    // Who types elsewhere by now goes on there.
    if (!value.value || document.activeElement !== here) return;
    const first = form.querySelector("[data-part=variant] input[type=radio]");
    (first && !form.querySelector("[data-part=variant] input[type=radio]:checked") ? first : field(form, "name")).focus();
  });
  form.addEventListener("change", ({ target }) => {
    if (target.name !== "procedure_pick_text") refresh();
  });

  document.addEventListener("keydown", (event) => {
    if (event.altKey || event.isComposing) return;
    if (event.key === "Enter" && event.ctrlKey) press(event, form.querySelector("[data-main]"));
    else if (event.key === "F8" && !event.ctrlKey) press(event, form.querySelector("[data-guide]"));
    else if (event.key === "F2" && !event.ctrlKey) {
      event.preventDefault();
      search.focus();
    }
  });

  if (!value.value && !form.querySelector("[aria-invalid=true]")) {
    // Who types elsewhere by now goes on there; the plain field has just been hidden.
    const typing = () => document.activeElement.matches("input, select, textarea") && document.activeElement.checkVisibility();
    whenShown(search, () => typing() || search.focus());
  }
}

/** The procedure with its variant: another one brings papers of its own. */
const subject = (form) => `${field(form, "procedure").value} ${new FormData(form).get("variant") ?? ""}`;

const field = (form, name) => /** @type {HTMLInputElement} */ (form.elements.namedItem(name));

function press(event, button) {
  event.preventDefault();
  button?.click();
}

/** The picker takes the place of the plain field a moment later. */
function whenShown(element, then) {
  if (element.checkVisibility()) return then();
  const picker = element.closest("[data-picker]");
  new MutationObserver((_changes, observer) => {
    if (picker.hidden) return;
    observer.disconnect();
    then();
  }).observe(picker, { attributes: true, attributeFilter: ["hidden"] });
}
