/** What this device knows of the server from their last talk: the clocks' difference and which server it was. */
import { transact } from "./database.js";

const NOTICED_MS = 2000;

/** @returns {Promise<{offset: number, incarnation: string, heardAt: number}>} offset: device minus server, ms */
export async function contact() {
  const held = await transact(["meta"], "readonly", (at) => at.get("meta", "contact"));
  return held ?? { offset: 0, incarnation: "", heardAt: 0 };
}

export const clockOffset = async () => (await contact()).offset;

/** Writes only what has changed noticeably: an answer's delay makes every measurement a little different. */
export async function heard(offset, incarnation, now) {
  const held = await contact();
  const near = Math.abs(held.offset - offset) < NOTICED_MS;
  if (near && held.incarnation === incarnation && now - held.heardAt < 60_000) return;
  const found = { offset: near && held.heardAt ? held.offset : offset, incarnation, heardAt: now };
  await transact(["meta"], "readwrite", (at) => at.put("meta", found, "contact"));
}
