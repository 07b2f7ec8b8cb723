/**
 * Delivers the outbox. One drain at a time where there are Web Locks; correct without them, because the server knows
 * every id and an answer moves only the ids it names. One bad operation never blocks the ones behind it.
 */
import { applyAnswer, batch, closeGap, giveUp, sendAgainFrom, understood } from "../store/outbox.js";
import { clockOffset } from "../store/server_contact.js";
import { signedFetch } from "./signed_fetch.js";

const BATCH_ROWS = 100;
const BATCH_BYTES = 256 * 1024;
// Longer than one request may be silent: a lock held by a frozen tab must not stop the others.
const LOCK_MS = 25_000;
// Refusals of what was sent, not of who sent it: a smaller part of it may pass.
const ABOUT_CONTENT = [400, 413, 415, 422];
const RAW_LIMIT = 60_000;
const size = (text) => new TextEncoder().encode(text).length;
const wrap = (rows) => `{"ops":[${rows.map((row) => row.text).join(",")}]}`;

/** The longest head of `rows` whose request fits, at least one row; what was given up does not travel in batches. */
function fitting(rows) {
  let bytes = size(wrap([]));
  const fits = rows.findIndex((row) => row.dead || (bytes += size(row.text) + 1) > BATCH_BYTES);
  return fits < 0 ? rows : rows.slice(0, Math.max(1, fits));
}

/** Hands in what the server cannot read, so that its number is used up; the answer is as if a batch had named it. */
async function deadLetter(row) {
  const { q, op, text } = row;
  await giveUp(op);
  const body = JSON.stringify({ q, raw: text.slice(0, RAW_LIMIT) });
  const answer = await signedFetch("POST", "/sync/v1/dead-letter", body);
  if (answer.code === "device_forked") {
    // The number is used up: by this operation itself, if it was read after all and that answer got lost. If it still
    // cannot be read, a clone of this device has used it, and that is what must be told.
    const again = await signedFetch("POST", "/sync/v1/push", wrap([row]));
    return again.kind === "problem" && ABOUT_CONTENT.includes(again.status) ? answer : again;
  }
  if (answer.kind !== "answer") return answer;
  // Named by the server after its words and its number: there is one entry, and it may have come in a rescue file before.
  const results = answer.json.results?.length ? [{ op, status: "parked", code: "unreadable" }] : [];
  return { ...answer, json: { ...answer.json, results } };
}

async function deliver(onProgress) {
  let limit = BATCH_ROWS;
  let gapAt = null;
  for (;;) {
    const rows = fitting(await batch(limit));
    if (!rows.length) return { kind: "done" };
    let answer = rows[0].dead ? await deadLetter(rows[0]) : await signedFetch("POST", "/sync/v1/push", wrap(rows));
    if (answer.kind === "problem" && ABOUT_CONTENT.includes(answer.status) && !rows[0].dead) {
      if (rows.length > 1) {
        limit = Math.ceil(rows.length / 2);
        continue;
      }
      answer = await deadLetter(rows[0]);
    }
    if (answer.kind !== "answer") return answer;
    const { results, next_q: nextQ, durable_q: durableQ } = answer.json;
    if (!Array.isArray(results) || !Number.isInteger(nextQ)) return { kind: "not_our_server", reached: false };
    await applyAnswer(results, durableQ ?? null, Date.now(), await clockOffset());
    const sent = new Set(rows.map((row) => row.op));
    if (results.some((result) => understood(result) && sent.has(result.op))) {
      limit = Math.min(BATCH_ROWS, limit * 2);
    } else if (nextQ >= rows[0].q) {
      return { kind: "busy", code: "no_progress", title: "", retryAfterMs: 0, reached: true };
    } else if (gapAt !== nextQ) {
      gapAt = nextQ;
      await sendAgainFrom(nextQ);
    } else {
      await closeGap(nextQ);
      gapAt = null;
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
