/**
 * What this device's records usually say, so that the next form starts close to the truth: the choices of the last
 * record, and the procedures and difficulties used most. Codes only, never a person; in localStorage, because it may
 * be lost without harm and the form must not wait for it.
 */
const KEY = "gandan.used.";
const REMEMBERED = 120;
const KINDS_MOST = 40;

function read(kind, none) {
  try {
    return JSON.parse(localStorage.getItem(KEY + kind) ?? "null") ?? none;
  } catch {
    return none;
  }
}

function write(kind, value) {
  try {
    localStorage.setItem(KEY + kind, JSON.stringify(value));
  } catch {
    // A full or forbidden localStorage costs a few taps, never the record.
  }
}

/** @returns {{help?: string, channel?: string, neighbourhood?: string}} the choices of the last record */
export const lastChoices = () => read("last", {});

/** Learn from a saved assistance.record/1 body. */
export function learn({ help, channel, neighbourhood, procedure, difficulties }) {
  write("last", { help, channel, neighbourhood });
  used("procedures", [procedure]);
  used("difficulties", difficulties);
}

/** @param {"procedures" | "difficulties"} kind @param {string[]} codes "" counts nothing */
export function used(kind, codes) {
  write(kind, [...codes.filter(Boolean), ...read(kind, [])].slice(0, REMEMBERED));
}

/**
 * What was used most often lately; of equals the latest first.
 * @param {"procedures" | "difficulties"} kind
 * @param {number} limit
 * @returns {string[]} codes
 */
export function mostUsed(kind, limit) {
  const times = new Map();
  for (const code of read(kind, [])) times.set(code, (times.get(code) ?? 0) + 1);
  const ranked = [...times].sort((a, b) => b[1] - a[1]).slice(0, Math.min(limit, KINDS_MOST));
  return ranked.map(([code]) => code);
}
