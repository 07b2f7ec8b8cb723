/** What this device knows of the server from their last talk: the clocks' difference and which server it was. */
import { transact } from "./database.js";

const NOTICED_MS = 2000;

/** @returns {Promise<{offset: number, incarnation: string, heardAt: number}>} offset: device minus server, ms */
export async function contact() {
  const held = await transact(["meta"], "readonly", (at) => at.get("meta", "contact"));
  return held ?? { offset: 0, incarnation: "", heardAt: 0 };
}

export const clockOffset = async () => (await contact()).offset;

/**
 * Writes only what has changed noticeably: an answer's delay makes every measurement a little different.
 * @param {string} told "" from an answer that does not speak for this device's ward
 */
export async function heard(offset, told, now) {
  const held = await contact();
  const incarnation = told || held.incarnation;
  const near = Math.abs(held.offset - offset) < NOTICED_MS;
  if (near && held.incarnation === incarnation && now - held.heardAt < 60_000) return;
  const found = { offset: near && held.heardAt ? held.offset : offset, incarnation, heardAt: now };
  await transact(["meta"], "readwrite", (at) => at.put("meta", found, "contact"));
}

/** @returns {Promise<"" | "drain" | "wipe">} what the ward wants of this device: to send the rest and stop, or to forget */
export const directive = async () => (await transact(["meta"], "readonly", (at) => at.get("meta", "directive"))) ?? "";

export async function directed(told) {
  if ((await directive()) !== told) await transact(["meta"], "readwrite", (at) => at.put("meta", told, "directive"));
}

/** @returns {Promise<{at: number, waiting: number}>} the last heartbeat that arrived */
export async function lastBeat() {
  const held = await transact(["meta"], "readonly", (at) => at.get("meta", "beat"));
  return held ?? { at: 0, waiting: 0 };
}

export const beaten = (beat) => transact(["meta"], "readwrite", (at) => at.put("meta", beat, "beat"));
