/**
 * What this device's records usually say, so that the next form starts close to the truth: the kind of help, the
 * channel and the neighbourhood of the last record, and the difficulties ticked most. Codes only, never a person;
 * kept in localStorage because it may be lost without harm.
 */
const KEY = "gandan.habits";
const REMEMBERED_TICKS = 120;

/** @returns {{help?: string, channel?: string, neighbourhood?: string, ticks: string[]}} */
export function habits() {
  try {
    return { ticks: [], ...JSON.parse(localStorage.getItem(KEY) ?? "{}") };
  } catch {
    return { ticks: [] };
  }
}

/** Learn from a saved assistance.record/1 body. */
export function learn({ help, channel, neighbourhood, difficulties }) {
  const ticks = [...difficulties, ...habits().ticks].slice(0, REMEMBERED_TICKS);
  try {
    localStorage.setItem(KEY, JSON.stringify({ help, channel, neighbourhood, ticks }));
  } catch {
    // A full or forbidden localStorage costs a few taps, never the record.
  }
}

/**
 * The difficulties ticked most often lately; of equals the latest first.
 * @param {number} limit
 * @returns {string[]} codes
 */
export function usualDifficulties(limit) {
  const times = new Map();
  for (const code of habits().ticks) times.set(code, (times.get(code) ?? 0) + 1);
  return [...times].sort((a, b) => b[1] - a[1]).slice(0, limit).map(([code]) => code);
}
