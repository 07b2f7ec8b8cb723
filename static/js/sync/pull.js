/**
 * Brings what this device may hold up to date: first a snapshot, then only what has changed since. Checksums tell when
 * it has strayed from the server, and a snapshot heals it. A server that came back from a backup shows by another
 * incarnation or by a ledger that does not fit ours: then what was sent after that backup goes out again.
 */
import { scopeSum } from "../core/scope_sum.js";
import { readSnapshot } from "../core/snapshot_lines.js";
import { sendAgainFrom } from "../store/outbox.js";
import { changed, keepPulled, pulled } from "../store/pulled.js";
import { clockOffset } from "../store/server_contact.js";
import { signedFetch } from "./signed_fetch.js";

const SCOPE = "scope=lobby";
/** All lists of a ward over a line of a few kilobytes a second. */
const SNAPSHOT_MS = 60_000;
const UNREADABLE = { ok: false, kind: "not_our_server", reached: false };

/** How often another tab, or a server that takes this device back, may move the cursor under a pull. */
const MOVES = 3;

/**
 * @returns {Promise<{ok: true, again: number} | {ok: false, kind: string, code?: string, title?: string}>}
 *   again: how many operations wait again because the server had lost them
 */
export async function pull() {
  let again = 0;
  for (let moves = 0; moves < MOVES; ) {
    const { cursor, lists } = await pulled();
    const step = await (cursor.h ? page(cursor, lists) : snapshot(cursor));
    if (!step.ok) return step;
    again += step.again;
    if (step.kept && !step.more) break;
    if (!step.kept) moves += 1;
  }
  return { ok: true, again };
}

/** What has changed since `cursor`, or a part of it. */
async function page(cursor, lists) {
  const answer = await signedFetch("GET", `/sync/v1/pull?v=${cursor.v}&h=${cursor.h}&${SCOPE}`);
  if (answer.code === "diverged") return snapshot(cursor, true);
  if (answer.kind !== "answer") return { ok: false, ...answer };
  const told = answer.json;
  if (!Number.isInteger(told.v)) return UNREADABLE;
  const next = changed(lists, told);
  if (told.more ? told.v <= cursor.v : !(await agree(next, told.sums))) return snapshot(cursor);
  return { ...(await settle(cursor, next, told)), more: told.more };
}

async function agree(lists, sums) {
  for (const [kind, told] of Object.entries(sums)) {
    const own = await scopeSum(Object.values(lists[kind] ?? {}));
    if (own.join() !== told.join()) return false;
  }
  return true;
}

/** What was lost goes back into the outbox before the cursor says that all is well. */
async function settle(asked, lists, told, diverged = false) {
  // Whoever has sent things and never pulled knows of no life of the server: it may be another one by now.
  const restored = diverged || told.inc !== asked.inc;
  const again = restored ? await sendAgainFrom(told.next_q, true) : 0;
  const offset = await clockOffset();
  const kept = await keepPulled(asked, lists, { ...told, checkedAt: Date.now() }, { durableQ: told.durable_q, offset });
  return { ok: true, again, kept };
}

/** Everything anew. Without its last line, or with another sum than that says, it was cut off and is thrown away. */
async function snapshot(asked, diverged = false) {
  const answer = await signedFetch("GET", `/sync/v1/snapshot?${SCOPE}`, null, { silenceMs: SNAPSHOT_MS });
  if (answer.kind !== "answer") return { ok: false, ...answer };
  const found = await readSnapshot(answer.text ?? "");
  if (!found) return UNREADABLE;
  const { head, rows } = found;
  return settle(asked, changed({}, { rows, since: head.since }), head, diverged);
}
