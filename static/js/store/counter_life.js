/**
 * How long a clerk's machine holds what it receives dossiers with. Its lists go 72 hours after the last word of the
 * server; its desk (the only part that names citizens, encrypted) goes with the screen lock, too. Without their key the
 * remains on the disk are noise. Numbers on lease stay: a number that was printed once must never be printed again.
 * A lead's list of visits (visit_list.js) has the same end, and a day to live. One shift never holds both.
 */
import { transact } from "./database.js";

export const COUNTER_LIFE_MS = 72 * 3_600_000;
const LISTS = ["counter_lists", "visit_list"];
const DESK = ["counter_key", "counter_desk"];
const RECEIPTS = () => IDBKeyRange.bound("counter_receipt:", "counter_receipt;");

/** Inside a transaction over `meta`. */
export async function forgetIn(at, andLists = true) {
  for (const key of andLists ? [...DESK, ...LISTS] : DESK) await at.delete("meta", key);
  for (const key of await at.keys("meta", RECEIPTS())) await at.delete("meta", key);
}

/** @param {boolean} [andLists] false: the screen is locked, the same clerk may come back while the server is away */
export const forgetCounter = (andLists = true) => transact(["meta"], "readwrite", (at) => forgetIn(at, andLists));

/** Forgets what is older than its life, or of the future: a clock was moved. Looks first, so that it costs nothing. */
export async function sweepCounter(now = Date.now()) {
  const old = ({ keptAt, lifeMs = COUNTER_LIFE_MS } = { keptAt: now }) => Math.abs(now - keptAt) > lifeMs;
  const parts = (at) => Promise.all([...LISTS, "counter_desk"].map((key) => at.get("meta", key)));
  if (!(await transact(["meta"], "readonly", parts)).some(old)) return false;
  await forgetCounter();
  return true;
}
