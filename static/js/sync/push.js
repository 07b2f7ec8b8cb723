/**
 * Delivers the outbox. One drain at a time where there are Web Locks; correct without them, because the server knows
 * every id and an answer moves only the ids it names. One bad operation never blocks the ones behind it.
 */
import { applyAnswer, batch, closeGap, sendAgainFrom, setAside } from "../store/outbox.js";
import { signedFetch } from "./signed_fetch.js";

const BATCH_ROWS = 50;
const BATCH_BYTES = 256 * 1024;
// Longer than one request may be silent: a lock held by a frozen tab must not stop the others.
const LOCK_MS = 25_000;
// Refusals of what was sent, not of who sent it: a smaller part of it may pass.
const ABOUT_CONTENT = [400, 413, 415, 422];
const RAW_LIMIT = 60_000;
const size = (text) => new TextEncoder().encode(text).length;
const wrap = (rows) => `{"ops":[${rows.map((row) => row.text).join(",")}]}`;

/** The longest head of `rows` whose request fits, at least one row. */
function fitting(rows) {
  let bytes = size(wrap([]));
  const fits = rows.findIndex((row) => (bytes += size(row.text) + 1) > BATCH_BYTES);
  return fits < 0 ? rows : rows.slice(0, Math.max(1, fits));
}

/** Hands in what the server cannot read, so that its number is used up. Returns null when that is done. */
async function deadLetter(row) {
  const body = JSON.stringify({ q: row.q, raw: row.text.slice(0, RAW_LIMIT) });
  const answer = await signedFetch("POST", "/sync/v1/dead-letter", body);
  if (answer.kind !== "answer") return answer;
  await setAside(row.q, Date.now());
  return null;
}

async function deliver(onProgress) {
  let limit = BATCH_ROWS;
  let gapAt = null;
  for (;;) {
    const rows = fitting(await batch(limit));
    if (!rows.length) return { kind: "done" };
    const answer = await signedFetch("POST", "/sync/v1/push", wrap(rows));
    if (answer.kind === "problem" && ABOUT_CONTENT.includes(answer.status)) {
      if (rows.length > 1) {
        limit = Math.ceil(rows.length / 2);
        continue;
      }
      const refusal = await deadLetter(rows[0]);
      if (refusal) return refusal;
      limit = BATCH_ROWS;
    } else if (answer.kind !== "answer") {
      return answer;
    } else {
      const { results, next_q: nextQ, durable_q: durableQ } = answer.json;
      if (!Array.isArray(results)) return { kind: "not_our_server", reached: false };
      await applyAnswer(results, durableQ ?? null, Date.now());
      const sent = new Set(rows.map((row) => row.op));
      if (results.some((result) => sent.has(result?.op))) {
        limit = Math.min(BATCH_ROWS, limit * 2);
      } else if (Number.isInteger(nextQ) && nextQ < rows[0].q && gapAt !== nextQ) {
        gapAt = nextQ;
        await sendAgainFrom(nextQ);
      } else if (Number.isInteger(nextQ) && nextQ < rows[0].q) {
        await closeGap(nextQ);
        gapAt = null;
      } else {
        return { kind: "busy", code: "no_progress", title: "", retryAfterMs: 0, reached: true };
      }
    }
    onProgress();
  }
}

/**
 * Sends until the outbox is empty or something stands in the way; never rejects for the network or the server.
 * @param {() => void} [onProgress] called after each answer
 * @returns {Promise<{kind: "done"} | import("./signed_fetch.js").Answer>} done, or what stands in the way
 */
export async function drain(onProgress = () => {}) {
  const locks = globalThis.navigator?.locks;
  if (!locks) return deliver(onProgress);
  let started = false;
  const run = () => {
    started = true;
    return deliver(onProgress);
  };
  try {
    return await locks.request("gandan-drain", { signal: AbortSignal.timeout(LOCK_MS) }, run);
  } catch (error) {
    if (started) throw error;
    return deliver(onProgress);
  }
}
