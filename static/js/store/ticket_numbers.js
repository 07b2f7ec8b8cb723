/** The numbers of the queue that this tablet gives itself: lane and counter of the day, one transaction a number. */
import { nextNumber } from "../core/ticket_number.js";
import { transact } from "./database.js";

/** "YYYY-MM-DD" in Việt Nam. @param {number} now ms of the server's clock */
const dayOf = (now) => new Date(now + 7 * 3_600_000).toISOString().slice(0, 10);

/**
 * Takes the next number; two tabs never get the same. One that was taken and could not be saved leaves a hole.
 * @param {string} lane this tablet's letters @param {number} now ms of the server's clock
 * @returns {Promise<{on: string, number: number} | null>} null when the day's numbers are used up
 */
export function takeTicketNumber(lane, now) {
  return transact(["lanes"], "readwrite", async (at) => {
    const next = nextNumber(await at.get("lanes", `ticket:${lane}`), dayOf(now));
    if (next) await at.put("lanes", next, `ticket:${lane}`);
    return next;
  });
}
