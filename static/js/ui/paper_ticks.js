/** The papers of a procedure, ticked at home one by one. The ticks stand on this phone only, and go after 30 days. */
import { forget, keep, read } from "../store/citizen.js";

const KIND = "ticks";

/** @param {HTMLElement} list [data-ticks=code] with checkboxes, and beside them [data-ticked], [data-untick] */
export async function mount(list) {
  const boxes = /** @type {HTMLInputElement[]} */ ([...list.querySelectorAll("input[type=checkbox]")]);
  const said = list.querySelector("[data-ticked]");
  const untick = list.querySelector("[data-untick]");
  const code = list.dataset.ticks;
  const ticked = () => boxes.filter((box) => box.checked).map((box) => box.value);

  function tell() {
    const count = ticked().length;
    said.textContent = said.dataset.pattern.replace("{}", count).replace("{}", boxes.length);
    said.parentElement.hidden = !count;
  }

  async function changed() {
    tell();
    const values = ticked();
    await (values.length ? keep(KIND, code, values) : forget(KIND, code));
  }

  list.addEventListener("change", changed);
  untick.addEventListener("click", () => {
    for (const box of boxes) box.checked = false;
    changed();
    boxes[0].focus();
  });
  const kept = await read(KIND, code);
  // Some may have been ticked before this script came.
  const early = ticked().length;
  for (const box of boxes) box.checked ||= Boolean(kept?.value.includes(box.value));
  if (early) changed();
  tell();
}
