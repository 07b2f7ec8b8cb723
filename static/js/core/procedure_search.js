/**
 * A procedure from a few unaccented letters: every typed word must begin a word of the name, the field, the extra words
 * (old names) or the code, in any order. When nothing fits, one slip is forgiven in words of four letters or more. Old
 * names that say nothing today are passed over.
 */
import { fold } from "./fold.js";

const SLIP = 100;
const OLD =
  /\b(muc do [1-4]|(phuong |p[.]? )?(phuc la|van phuc|van quan|mo lao|quang trung|nguyen trai|yet kieu|ha cau|la khe|phu la|kien hung|duong noi|yen nghia|phu luong|phu lam|dong mai|bien giang)|(quan|phuong) ha dong)( cu)?\b/g;
const indexes = new WeakMap();
const split = (text) => fold(text).split(/[^\p{L}\p{N}.]+/u).filter(Boolean);

/** The folded words of a list, made once a list. */
function indexOf(procedures) {
  if (!indexes.has(procedures)) {
    const index = procedures.map((procedure, place) => {
      // Nearly every name begins with "Thủ tục": it says nothing and would push the telling words back.
      const named = split(procedure.name.replace(/^thủ tục /i, ""));
      return { procedure, place, named, other: split(`${procedure.words} ${procedure.field} thu tuc`) };
    });
    indexes.set(procedures, index);
  }
  return indexes.get(procedures);
}

/** Is a beginning of `word` one missing, extra, wrong or swapped letter away from `typed`? */
function slip(typed, word) {
  if (typed.length < 4) return false;
  let at = 0;
  while (typed[at] === word[at]) at++;
  const rest = (typedFrom, wordFrom) => word.length >= wordFrom && word.startsWith(typed.slice(typedFrom), wordFrom);
  const swapped = typed[at] === word[at + 1] && typed[at + 1] === word[at];
  return rest(at + 1, at + 1) || rest(at + 1, at) || rest(at, at + 1) || (swapped && rest(at + 2, at + 2));
}

/** How badly a typed word fits. */
function misfit(typed, words) {
  if (words.includes(typed)) return 0;
  if (words.some((word) => word.startsWith(typed))) return 1;
  return words.some((word) => slip(typed, word)) ? SLIP : Infinity;
}

/** How well the words stand together: 4 at the beginning, 2 further on. */
function phrase(typed, words) {
  const at = ` ${words.join(" ")}`.indexOf(" " + typed.join(" "));
  return at < 0 ? 0 : at ? 2 : 4;
}

function score({ procedure: { code, favourite }, named, other }, typed) {
  if (!typed.length) return favourite || 1e9;
  // What people come for stands first; then the plain case: "đăng ký khai sinh" before "… có yếu tố nước ngoài".
  let total = favourite ? favourite / 20 - 3 : named.length / 20;
  for (const word of typed) {
    if (code.startsWith(word) || (word.length > 2 && code.endsWith(word))) continue;
    total += Math.min(misfit(word, named), misfit(word, other) + 2);
  }
  return total - Math.max(phrase(typed, named), phrase(typed, other));
}

/**
 * Best first; an empty query gives the favourites first, then the list's own order.
 * @param {string} query @param {any[]} procedures {code, name, field, words, favourite} @param {number} [limit]
 */
export function searchProcedures(query, procedures, limit) {
  const typed = split(split(query).join(" ").replace(OLD, " "));
  const scored = indexOf(procedures).map((entry) => ({ ...entry, score: score(entry, typed) }));
  scored.sort((a, b) => a.score - b.score || a.place - b.place);
  const worst = scored[0]?.score < SLIP / 2 && typed.length ? SLIP / 2 : Infinity;
  return scored.filter((entry) => entry.score < worst).slice(0, limit).map((entry) => entry.procedure);
}
