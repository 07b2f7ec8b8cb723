/**
 * A procedure from a few unaccented letters: every word of the query must begin a word of the name, the field, the
 * extra words (old names) or the code, in any order; one slip is forgiven in words of four letters or more.
 */
import { fold } from "./fold.js";

/** @typedef {{code: string, name: string, field: string, words: string, favourite: number}} Procedure */

const MISSED = Infinity;
/** @type {WeakMap<Procedure[], {procedure: Procedure, place: number, name: string, named: string[], other: string[]}[]>} */
const indexes = new WeakMap();
const split = (text) => fold(text).split(/[^\p{L}\p{N}.]+/u).filter(Boolean);

function indexOf(procedures) {
  let index = indexes.get(procedures);
  if (!index) {
    index = procedures.map((procedure, place) => {
      // Nearly every name begins with "Thủ tục": it says nothing and would push the telling words back.
      const named = split(procedure.name.replace(/^thủ tục /i, ""));
      const other = split(`${procedure.field} ${procedure.words}`);
      return { procedure, place, name: named.join(" "), named, other };
    });
    indexes.set(procedures, index);
  }
  return index;
}

/** Is the beginning of `word` one insertion, deletion, substitution or swap away from `typed`? */
function nearly(typed, word) {
  if (typed.length < 4 || word.length < typed.length - 1) return false;
  let at = 0;
  while (at < typed.length && typed[at] === word[at]) at++;
  const after = (query, text) => text.startsWith(query);
  return (
    after(typed.slice(at + 1), word.slice(at + 1)) ||
    after(typed.slice(at + 1), word.slice(at)) ||
    after(typed.slice(at), word.slice(at + 1)) ||
    (typed[at] === word[at + 1] && typed[at + 1] === word[at] && after(typed.slice(at + 2), word.slice(at + 2)))
  );
}

/** How badly a typed word fits a list of words: 0 whole word, 1 beginning, 4 slip. */
function distance(typed, words) {
  let best = MISSED;
  for (const word of words) {
    if (word === typed) return 0;
    if (best > 1 && word.startsWith(typed)) best = 1;
    else if (best > 4 && nearly(typed, word)) best = 4;
  }
  return best;
}

function score(entry, typed, phrase) {
  let total = 0;
  for (const word of typed) {
    const isCode = entry.procedure.code.startsWith(word) || (word.length > 2 && entry.procedure.code.endsWith(word));
    const fit = Math.min(isCode ? 0 : MISSED, distance(word, entry.named), distance(word, entry.other) + 2);
    if (fit === MISSED) return MISSED;
    total += fit;
  }
  const whole = entry.name.startsWith(phrase) ? 4 : entry.name.includes(phrase) ? 2 : 0;
  // A short name is the plain case ("đăng ký khai sinh" before "… có yếu tố nước ngoài").
  return total - whole - (entry.procedure.favourite ? 1 : 0) + entry.named.length / 20;
}

const favourite = ({ procedure }) => procedure.favourite || MISSED;

/**
 * @param {string} query @param {Procedure[]} procedures @param {number} [limit]
 * @returns {Procedure[]} best first; an empty query gives favourites first, then the list's own order
 */
export function searchProcedures(query, procedures, limit = procedures.length) {
  const typed = split(query).filter((word) => word !== ".");
  const phrase = typed.join(" ");
  const scored = [];
  for (const entry of indexOf(procedures)) {
    const points = typed.length ? score(entry, typed, phrase) : 0;
    if (points < MISSED) scored.push({ entry, points });
  }
  const order = (a, b) => (a === b ? 0 : a - b);
  scored.sort(
    (a, b) =>
      a.points - b.points || order(favourite(a.entry), favourite(b.entry)) || a.entry.place - b.entry.place,
  );
  return scored.slice(0, limit).map(({ entry }) => entry.procedure);
}
