/**
 * The minutes of an assistance count by themselves from the moment the form became fresh,
 * until somebody types or presses − or +.
 */

/** @param {HTMLElement} element [data-minutes] around one number input and two [data-step] buttons */
export function mount(element) {
  const input = element.querySelector("input");
  let startedAt = Date.now();
  let byHand = false;

  const count = () => {
    if (byHand) return;
    const minutes = Math.max(1, Math.round((Date.now() - startedAt) / 60_000));
    input.value = String(Math.min(Number(input.max), minutes));
  };

  for (const button of element.querySelectorAll("[data-step]")) {
    button.hidden = false;
    button.addEventListener("click", () => {
      byHand = true;
      const wanted = (Number(input.value) || 0) + Number(button.dataset.step);
      input.value = String(Math.min(Number(input.max), Math.max(0, wanted)));
      input.dispatchEvent(new Event("input", { bubbles: true }));
    });
  }
  input.addEventListener("input", () => {
    byHand = true;
  });
  input.form.addEventListener("assistance:fresh", () => {
    byHand = false;
    startedAt = Date.now();
    count();
  });
  input.form.addEventListener("assistance:restored", () => {
    byHand = true;
  });
  // An answer that a clerk's form came back with is the person's own.
  byHand = Boolean(input.value);
  count();
  setInterval(count, 20_000);
}
