/**
 * Photos that follow a feedback, sent in pieces with hashes: each goes on from where the ward has it, also from a page
 * that is opened days later. Kept on this phone until the ward says that it is whole.
 */
import { all, forget, queued } from "../store/citizen.js";

const ADDRESS = "/sync/v1/public/photo";
const KIND = "photo";
const PIECE = 32 * 1024;
const SILENCE_MS = 30_000;
const AGAIN_MS = 15_000;
// The ward asked for it from the beginning: so often at most while a page is open.
const STARTS = 3;
const ENDED = ["whole", "refused", "erased", "gone", "unknown"];

let underWay = null;
let timer = 0;

const hex = (buffer) => [...new Uint8Array(buffer)].map((byte) => byte.toString(16).padStart(2, "0")).join("");

/** @param {Uint8Array} bytes */
export const hashOf = async (bytes) => hex(await crypto.subtle.digest("SHA-256", bytes));

/** @returns {Promise<{state: string, have: number} | null>} null: no network, not our server, or it is busy */
async function send(photo, offset, piece) {
  const response = await fetch(ADDRESS, {
    method: "POST",
    credentials: "omit",
    redirect: "error",
    cache: "no-store",
    headers: {
      "Content-Type": "application/octet-stream",
      "GD-Feedback": photo.feedback,
      "GD-Photo": photo.hash,
      "GD-Offset": String(offset),
      "GD-Chunk": await hashOf(piece),
    },
    body: piece,
    signal: AbortSignal.timeout(SILENCE_MS),
  });
  return response.ok && response.headers.has("GD-Proto") ? response.json() : null;
}

/** @returns {Promise<string>} the state it has come to; "" when the line broke */
async function deliverOne(photo) {
  let told = await send(photo, 0, new Uint8Array());
  for (let starts = 0; told && !ENDED.includes(told.state); ) {
    if (!told.have && ++starts > STARTS) return "";
    told = await send(photo, told.have, photo.data.subarray(told.have, told.have + PIECE));
  }
  return told?.state ?? "";
}

async function round() {
  const waiting = new Set((await queued()).map(({ e }) => e));
  const kept = (await all(KIND)).filter(({ value }) => !waiting.has(value.feedback));
  let left = kept.length;
  const tell = (feedback, state) =>
    dispatchEvent(new CustomEvent("gandan:photo", { detail: { feedback, state, left } }));
  if (left) tell("", "");
  for (const { id, value } of kept) {
    const state = await deliverOne(value);
    if (!state) return tell(value.feedback, "broken");
    await forget(KIND, id);
    left -= 1;
    tell(value.feedback, state);
  }
}

/**
 * Sends the photos whose feedback the ward has. Joins a round that is under way; while the page stays open, a broken
 * line is tried again. `gandan:photo` on window tells each step: {feedback, state, left}; state "" at the beginning,
 * "broken" when the line is.
 */
export function deliverPhotos() {
  clearTimeout(timer);
  underWay ??= round()
    .catch((error) => {
      if (error.name === "StorageError") throw error;
    })
    .finally(async () => {
      underWay = null;
      if ((await all(KIND)).length) timer = setTimeout(deliverPhotos, AGAIN_MS);
    });
  return underWay;
}
