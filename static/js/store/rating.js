/**
 * Ratings given on this tablet while it was turned to a citizen: sealed to the ward, so that nobody who holds the
 * tablet reads them, and without a number or a name. They go when the ward has them, or after 30 days.
 */
import { transact } from "./database.js";

const PREFIX = "rating:";
const RANGE = () => IDBKeyRange.bound(PREFIX, `${PREFIX}\uffff`);
const KEPT_MS = 30 * 86_400_000;

/** @param {string} op @param {string} sealed base64url */
export const keepRating = (op, sealed) =>
  transact(["meta"], "readwrite", (at) => at.put("meta", { op, sealed, savedAt: Date.now() }, PREFIX + op));

/** @returns {Promise<{op: string, sealed: string}[]>} what the ward does not have yet */
export async function ratings() {
  const rows = await transact(["meta"], "readonly", (at) => at.all("meta", RANGE()));
  const fresh = rows.filter((row) => Math.abs(Date.now() - row.savedAt) <= KEPT_MS);
  await forgetRatings(rows.filter((row) => !fresh.includes(row)).map(({ op }) => op));
  return fresh.map(({ op, sealed }) => ({ op, sealed }));
}

/** @param {string[]} ops */
export function forgetRatings(ops) {
  if (!ops.length) return Promise.resolve();
  return transact(["meta"], "readwrite", (at) => Promise.all(ops.map((op) => at.delete("meta", PREFIX + op))));
}
