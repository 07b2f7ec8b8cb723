/** Every answer once more, each with its way back, and what may be worth a second look. */
import { answers } from "../core/declaration_answers.js";
import { say } from "./declaration_doubts.js";
import { fill, stamp } from "./fill.js";

/**
 * @param {HTMLElement} root @param {any} form @param {{asked: any, warnings: any[]}} checked
 * @param {Record<string, string>} sentences of doubts
 */
export function review(root, form, checked, sentences) {
  const place = root.querySelector("[data-answers]");
  const [partTemplate, template] = ["answer-part", "answer"].map((name) => root.querySelector(`template[data-${name}]`));
  place.replaceChildren(
    ...answers(form, checked.asked).map(({ title, rows }) => {
      const part = stamp(partTemplate, { title });
      part.querySelector("dl").append(...rows.map((row) => line(template, row, place.dataset.empty)));
      return part;
    }),
  );
  const doubts = [...new Set(checked.warnings.map(([, code, params]) => say(sentences[code], params)))];
  const box = root.querySelector("[data-doubts]");
  box.hidden = !doubts.length;
  if (doubts.length) fill(box, { doubts: doubts.join("\n") });
}

function line(template, { name, label, value }, empty) {
  const made = stamp(template, { label, value: value || empty });
  const link = made.querySelector("a");
  link.dataset.edit = name;
  link.href = `#${name.split(".")[0]}`;
  link.querySelector(".visually-hidden").textContent = `: ${label}`;
  return made;
}
