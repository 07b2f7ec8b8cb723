/**
 * Delivers ratings beside the outbox, after it: the ward must know a slip before it can count what was said of it.
 * They are not operations: the ledger would say for ever which tablet brought which answer, and when.
 */
import { forgetRatings, ratings } from "../store/rating.js";
import { signedFetch } from "./signed_fetch.js";

const MOST = 50;

/** @returns {Promise<{kind: "done"} | import("./signed_fetch.js").Answer>} done, or what stands in the way */
export async function deliverRatings() {
  const rows = await ratings();
  for (let at = 0; at < rows.length; at += MOST) {
    const answer = await signedFetch("POST", "/sync/v1/ratings", JSON.stringify({ ratings: rows.slice(at, at + MOST) }));
    if (answer.kind !== "answer") return answer;
    // "later": of a slip that this ward does not have yet.
    await forgetRatings(answer.json.results.filter(({ status }) => status === "ok").map(({ op }) => op));
  }
  return { kind: "done" };
}
