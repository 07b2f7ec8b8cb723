/**
 * What is typed into a form of a desk is nowhere but on the screen: no page of a signed-in person is kept, and Back
 * brings an empty one. The browser asks before it goes, and without a line nothing is sent into the void.
 */
const IDENTITY = "op";
const REFUSED = `form:has([name=${IDENTITY}]) :is([aria-invalid=true], .notice[data-kind=danger])`;

/** @param {HTMLElement} unsent [data-leaving-guard]: the sentence for whoever sends without a line */
export function mount(unsent) {
  const main = document.getElementById("main");
  // A refused form came back with all that was typed.
  let typed = main.querySelector(REFUSED) !== null;

  main.addEventListener("input", ({ target }) => {
    if (target.form?.elements.namedItem(IDENTITY)) typed = true;
  });
  // "Không lưu" says it already.
  main.addEventListener("click", ({ target }) => {
    if (target.closest("form .actions a")) typed = false;
  });
  // On the window: whoever sends by other means has said so before.
  window.addEventListener("submit", (event) => {
    const { target: form, submitter } = event;
    if (event.defaultPrevented || !form.elements.namedItem(IDENTITY)) return;
    if (!navigator.onLine) {
      event.preventDefault();
      (submitter?.closest(".actions") ?? form.lastElementChild).before(unsent);
      unsent.hidden = false;
      unsent.focus();
      return;
    }
    // A paper to look at opens beside the form.
    if (submitter?.formTarget !== "_blank") typed = false;
  });
  window.addEventListener("beforeunload", (event) => {
    if (typed) event.preventDefault();
  });
}
