/**
 * What the server lets this device hold: rows by kind and id, and the place in the ledger where they are true. Both are
 * written together, or a tab that dies between them would believe in rows it does not have.
 *
 * Kinds: ward, point, neighbourhood, building, procedure, staff, and line: this device's own slips of the last day as
 * the ward sees them now. A line finds its row for the eye by its id.
 */
import { transact } from "./database.js";

const NOWHERE = { v: 0, h: "", inc: "", checkedAt: 0 };

/** @returns {Promise<{cursor: {v: number, h: string, inc: string, checkedAt: number}, lists: object}>} */
export function pulled() {
  return transact(["reference"], "readonly", async (at) => ({
    cursor: (await at.get("reference", "cursor")) ?? NOWHERE,
    lists: (await at.get("reference", "held")) ?? {},
  }));
}

/** `lists` with the changes of an answer; what was recorded until `since` has left the scope by itself. */
export function changed(lists, { rows = {}, gone = {}, since = 0 }) {
  const next = { ...lists };
  for (const [kind, found] of Object.entries(rows)) {
    next[kind] = { ...next[kind], ...Object.fromEntries(found.map((row) => [row.id, row])) };
  }
  for (const [kind, ids] of Object.entries(gone)) next[kind] = without(next[kind], ([id]) => ids.includes(id));
  next.line = without(next.line, ([, line]) => line.at <= since);
  return next;
}

const without = (rows = {}, leaves) => Object.fromEntries(Object.entries(rows).filter((entry) => !leaves(entry)));

/**
 * Keeps new lists with their cursor, unless another tab has moved on from `asked` meanwhile.
 * @param {{v: number, h: string}} asked the cursor the lists grew from
 * @param {{v: number, h: string, inc: string, checkedAt: number}} cursor
 * @param {{durableQ: number, offset: number}} told offset: device's clock minus the server's, ms
 * @returns {Promise<boolean>} false: the cursor stood elsewhere, nothing was written
 */
export function keepPulled(asked, lists, cursor, { durableQ, offset }) {
  return transact(["reference", "meta", "rows", "results"], "readwrite", async (at) => {
    const [held = NOWHERE, before] = await Promise.all([at.get("reference", "cursor"), at.get("reference", "held")]);
    if (held.v !== asked.v || held.h !== asked.h) return false;
    await showLines(at, before?.line ?? {}, lists.line, offset);
    const { v, h, inc, checkedAt } = cursor;
    await at.put("reference", { v, h, inc, checkedAt }, "cursor");
    await at.put("reference", lists, "held");
    // The lists as releases before this one kept them.
    for (const key of ["lists", "check"]) await at.delete("reference", key);
    if (Number.isInteger(durableQ)) await at.put("meta", durableQ, "durable_q");
    return true;
  });
}

/**
 * Inside a transaction over `reference`: the next pull begins with a snapshot, and still tells whether the server was
 * restored since the last one. Another ward's lists go at once.
 */
export async function forgetCursor(at, andLists = false) {
  const { inc } = (await at.get("reference", "cursor")) ?? NOWHERE;
  for (const key of andLists ? ["cursor", "held", "lists", "check"] : []) await at.delete("reference", key);
  if (!andLists) await at.put("reference", { ...NOWHERE, inc }, "cursor");
}

async function showLines(at, before, lines, offset) {
  for (const id of Object.keys(before)) {
    const row = !lines[id] && (await at.get("rows", id));
    if (row && row.state !== "waiting") await at.delete("rows", id);
  }
  for (const line of Object.values(lines)) {
    const known = before[line.id];
    if (JSON.stringify(line) !== JSON.stringify(known)) await showLine(at, line, known, offset);
  }
}

async function showLine(at, line, known, offset) {
  const { id, op, u, text, tracking, choose } = line;
  const held = await at.get("rows", id);
  const amended = held?.amended || Boolean(known && known.text !== text);
  const blank = { entity: id, op, u, sh: "", t: "", savedAt: line.at + offset, state: "sent", status: "ok", code: "" };
  const row = { ...blank, line: { text, tracking }, ...held, void: line.void, choose, amended };
  if (amended) row.line = { ...row.line, text };
  // What was set aside stands among the ward's slips after all.
  if (["parked", "conflict"].includes(row.status) && !choose) {
    Object.assign(row, { state: "sent", status: "ok", code: "" });
    const { review, ...result } = (await at.get("results", row.op)) ?? {};
    if (review) await at.put("results", result);
  }
  await at.put("rows", row);
}
