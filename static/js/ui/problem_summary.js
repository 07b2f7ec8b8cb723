/**
 * What stops a form from being saved: one summary at its top with a link to each field, and the sentence at the field.
 * Hears "problems" from the form, with detail [{field, sentence}]; an empty list clears.
 */

/** @param {HTMLElement} element [data-error-summary]; above a form that only the server checks it stays as it is */
export function mount(element) {
  const form = element.closest("form");
  if (!form) return;
  const list = element.querySelector("ul");

  form.addEventListener("problems", (event) => {
    const problems = /** @type {CustomEvent} */ (event).detail;
    for (const place of form.querySelectorAll("[data-error-for]")) mark(form, place, "");
    for (const { field, sentence } of problems) {
      const place = form.querySelector(`[data-error-for="${field}"]`);
      if (place) mark(form, place, sentence);
    }
    list.replaceChildren(...problems.map((problem) => lineTo(form, problem)));
    element.hidden = problems.length === 0;
    if (problems.length) element.focus();
  });

  // A field that was answered anew is no longer blamed; the next saving will tell.
  form.addEventListener("input", ({ target }) => {
    const place = target.name && form.querySelector(`[data-error-for="${target.name}"]`);
    if (!place || place.hidden) return;
    mark(form, place, "");
    list.querySelector(`[data-field-name="${target.name}"]`)?.remove();
    element.hidden = list.children.length === 0;
  });
}

function lineTo(form, { field, sentence }) {
  const control = form.querySelector(`[name="${field}"]:not([type=hidden])`);
  const link = document.createElement("a");
  link.textContent = sentence;
  link.href = `#${control?.id ?? ""}`;
  link.addEventListener("click", (event) => {
    event.preventDefault();
    if (!control) return;
    reveal(control);
    control.focus();
  });
  const line = document.createElement("li");
  line.dataset.fieldName = field;
  line.append(link);
  return line;
}

/** A control inside a closed disclosure is opened before it gets the focus. */
function reveal(control) {
  for (let part = control.closest("details"); part; part = part.parentElement.closest("details")) part.open = true;
}

function mark(form, place, sentence) {
  place.textContent = sentence;
  place.hidden = !sentence;
  for (const control of form.querySelectorAll(`[name="${place.dataset.errorFor}"]`)) {
    if (sentence) control.setAttribute("aria-invalid", "true");
    else control.removeAttribute("aria-invalid");
  }
  if (sentence) reveal(place);
}
