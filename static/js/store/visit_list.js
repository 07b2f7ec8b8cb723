/**
 * Whom the lead on duty should visit: masked lines of his own tổ dân phố, held without a network. They are of one shift
 * and go with it, and a day after the server last told them (counter_life.js sweeps, whichever page is open).
 */
import { sweepCounter } from "./counter_life.js";
import { transact } from "./database.js";

const KEY = "visit_list";
const LIFE_MS = 24 * 3_600_000;

/** @param {{lines: object[], more: boolean}} told @param {string} asked id of the shift that was open at the asking */
export function keepVisitList(told, asked, now) {
  return transact(["meta"], "readwrite", async (at) => {
    const shift = await at.get("meta", "shift");
    // Handed over while the answer was on its way: it is not for whoever came.
    if (shift?.id === asked) await at.put("meta", { ...told, shift: asked, keptAt: now, lifeMs: LIFE_MS }, KEY);
  });
}

/** @returns {Promise<{lines: object[], more: boolean, keptAt: number} | null>} */
export async function visitList(now = Date.now()) {
  await sweepCounter(now);
  const [held, shift] = await transact(["meta"], "readonly", (at) =>
    Promise.all([KEY, "shift"].map((key) => at.get("meta", key))),
  );
  return held && held.shift === shift?.id ? held : null;
}

export const forgetVisitList = () => transact(["meta"], "readwrite", (at) => at.delete("meta", KEY));
