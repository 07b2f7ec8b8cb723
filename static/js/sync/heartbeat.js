/** Tells the ward how much waits here and since when, so that a tablet in a drawer is missed before its work is. */
import { batch, counts } from "../store/outbox.js";
import { beaten, clockOffset, lastBeat } from "../store/server_contact.js";
import { release } from "./release.js";
import { signedFetch } from "./signed_fetch.js";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** Once a day; every hour while something older waits; and when what was told to wait has gone. */
function due(last, waiting, oldestAt, now) {
  const quiet = Math.abs(now - last.at);
  return quiet > DAY_MS || (waiting ? now - oldestAt > HOUR_MS && quiet > HOUR_MS : last.waiting > 0);
}

/** @returns {Promise<boolean>} whether the ward was told something; a failure is no reason to hold anything up */
export async function heartbeat() {
  const now = Date.now();
  const [last, { pending: waiting }, [oldest], offset] = await Promise.all([
    lastBeat(),
    counts(null),
    batch(1),
    clockOffset(),
  ]);
  if (!due(last, waiting, oldest?.savedAt, now)) return false;
  const persisted = (await globalThis.navigator?.storage?.persisted?.()) ?? null;
  const told = {
    waiting,
    oldest_at: oldest ? oldest.savedAt - offset : 0,
    persisted: persisted === null ? "unknown" : persisted ? "yes" : "no",
    offset,
    app: release,
  };
  const answer = await signedFetch("POST", "/sync/v1/heartbeat", JSON.stringify(told));
  if (answer.kind !== "answer") return false;
  await beaten({ at: now, waiting });
  return true;
}
