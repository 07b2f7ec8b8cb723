/** What looks odd is said under its field and stops nothing; letters of a keyboard that was off are mended with one tap. */
import { writeField } from "./declaration_fields.js";
import { fill } from "./fill.js";

/** A sentence with its {label}, {meant} … filled in. */
export const say = (sentence, params) =>
  Object.entries(params).reduce((text, [name, value]) => text.replaceAll(`{${name}}`, value), sentence);

/**
 * @param {HTMLElement} root @param {Record<string, string>} sentences
 * @returns {(warnings: [string, string, any][]) => void}
 */
export function doubtsBeside(root, sentences) {
  root.addEventListener("click", ({ target }) => {
    const letters = target.closest("[data-letters]");
    if (letters) {
      const input = letters.closest("[data-asked]").querySelector("input");
      input.inputMode = "text";
      letters.hidden = true;
      input.focus();
    }
    const mend = target.closest("[data-doubt] button");
    if (!mend) return;
    const { doubt } = mend.closest("[data-doubt]").dataset;
    writeField(root, doubt, mend.dataset.meant);
    const control = root.querySelector(`[name="${doubt}"]`);
    control.focus();
    control.dispatchEvent(new Event("change", { bubbles: true }));
  });
  for (const letters of root.querySelectorAll("[data-letters]")) letters.hidden = false;

  return (warnings) => {
    for (const place of root.querySelectorAll("[data-doubt]")) {
      const own = warnings.filter(([path]) => path === place.dataset.doubt);
      const meant = own.find(([, code]) => code === "telex")?.[2].meant;
      const doubt = own.map(([, code, params]) => say(sentences[code], params)).join(" ");
      place.hidden = !doubt;
      fill(place, { doubt, ...(meant && { meant }) });
      const mend = place.querySelector("button");
      mend.hidden = !meant;
      mend.dataset.meant = meant ?? "";
    }
  };
}
