/**
 * The outbox: what this device has promised to deliver. An operation leaves it only when an answer names its id, and
 * every change is one transaction. created = waiting + answered, at every moment, with any number of tabs.
 *
 * Outbox and sent rows: {q, op, e, t, u, w, dev, savedAt, text, slip}; `text` is the operation as it travels (an app
 * update does not migrate it), `slip` the author when it is about a citizen's slip and not about a shift.
 * Rows for the eye: {entity, op, u, sh, t, savedAt, line, state, status, code}.
 */
import { canonical } from "../core/canonical.js";
import { transact } from "./database.js";

const DAY_MS = 86_400_000;
const KEPT_MS = 30 * DAY_MS;
const DELIVERED = ["ok", "merged"];
const STATUSES = [...DELIVERED, "conflict", "rejected", "parked"];
/** Whether we know what a result says; a server of tomorrow may use words of its own. */
export const understood = (one) => STATUSES.includes(one?.status);
const below = (key) => IDBKeyRange.upperBound(key);
const from = (key) => IDBKeyRange.lowerBound(key);

/**
 * Keeps an operation: the next number, the operation and its masked line in one transaction, so two tabs never share
 * a number. The same operation id twice (a double tap, a repeated transaction) is kept once.
 * @param {object} operation as core/operation makes it, without q
 * @param {any} line what the person may see for a day (masked), or null
 * @returns {Promise<object>} the operation with its q
 */
export function put(operation, line) {
  const savedAt = Date.now();
  const { op, e, t, u, w, sh } = operation;
  return transact(["meta", "outbox", "sent", "rows"], "readwrite", async (at) => {
    const [waits, sent, q = 1, shift, identity] = await Promise.all([
      at.get("outbox", op, "op"),
      at.get("sent", op),
      at.get("meta", "next_q"),
      at.get("meta", "shift"),
      at.get("meta", "identity"),
    ]);
    // Wiped while it was being sealed: nothing would ever send it, so it must not be called saved.
    if (!identity) throw Object.assign(new Error("not enrolled"), { code: "no_shift" });
    if (waits || sent) return { ...operation, q: (waits ?? sent).q };
    // Or enrolled anew meanwhile: it belongs to the device that sends it.
    const dev = identity.device.id;
    const stamped = { ...operation, q, dev };
    const slip = /^(assistance|dossier|declaration|household)\./.test(t) && { slip: u };
    await at.add("outbox", { q, op, e, t, u, w, dev, savedAt, text: canonical(stamped), ...slip });
    await at.put("meta", q + 1, "next_q");
    const row = { entity: e, op, u, sh, t, savedAt, line, state: "waiting", status: "", code: "" };
    if (line) await at.put("rows", row);
    if (shift?.id === sh && t.startsWith("assistance.record/")) {
      await at.put("meta", { ...shift, count: shift.count + 1 }, "shift");
    }
    return stamped;
  });
}

/** The oldest unsent rows, in order; all of them without a limit. */
export function batch(limit) {
  return transact(["outbox"], "readonly", (at) => at.all("outbox", null, limit));
}

/** @returns {Promise<{q: number, op: string, e: string, t: string, u: string, savedAt: number}[]>} all unsent, in order */
export async function waiting() {
  return (await batch()).map(({ q, op, e, t, u, savedAt }) => ({ q, op, e, t, u, savedAt }));
}

/**
 * Applies an answer of the server in one transaction: exactly the ids that it names leave the outbox; unknown ids,
 * unknown statuses and repeated answers change nothing.
 * @param {{op: string, status: string, code?: string, v?: number}[]} results
 * @param {number | null} durableQ the server has this device's operations up to here in a backup
 * @param {number} [offset] how far this clock is ahead: what was sent is kept for days of the server's
 * @returns {Promise<number>} how many rows moved
 */
export function applyAnswer(results, durableQ, now, offset = 0) {
  const named = new Map(results.filter(understood).map((one) => [String(one.op), one]));
  return transact(["meta", "outbox", "sent", "results", "rows"], "readwrite", async (at) => {
    const found = await Promise.all([...named.keys()].map((op) => at.get("outbox", op, "op")));
    const moving = found.filter(Boolean);
    const entities = [...new Set(moving.map((held) => held.e))];
    const rows = new Map((await Promise.all(entities.map((e) => at.get("rows", e)))).map((row) => [row?.entity, row]));
    const writes = [];
    for (const held of moving) {
      const { op, e: entity, t, u } = held;
      const { status, code = "", v = null } = named.get(op);
      const delivered = DELIVERED.includes(status);
      const result = { op, entity, t, u, status, code, v, at: now };
      writes.push(
        at.delete("outbox", held.q),
        at.put("sent", { ...held, sentAt: now - offset }),
        at.put("results", delivered ? result : { ...result, review: 1 }),
      );
      const row = rows.get(entity);
      if (row && !delivered) Object.assign(row, { state: "needs_review", status, code });
      else if (row?.op === op && row.state === "waiting") Object.assign(row, { state: "sent", status });
    }
    for (const row of rows.values()) if (row) writes.push(at.put("rows", row));
    if (Number.isInteger(durableQ)) writes.push(at.put("meta", durableQ, "durable_q"));
    await Promise.all(writes);
    return moving.length;
  });
}

/**
 * Remembers that the server refuses to read this operation, before its dead letters are told: should their answer get
 * lost, the operation must not travel in a batch again under a number that is used up.
 */
export function giveUp(op) {
  return transact(["outbox"], "readwrite", async (at) => {
    const held = await at.get("outbox", op, "op");
    if (held) await at.put("outbox", { ...held, dead: true });
  });
}

/**
 * The server was restored from an older backup and expects `q` again: what this device sent from there on goes back
 * into the outbox. The server knows what it has by id, so sending too much is harmless.
 * @param {boolean} [restored] it certainly was: anything sent may be lost, also under an earlier enrolment, and under a
 *   number that the server has again from a copy of this tablet
 * @returns {Promise<number>} how many operations returned
 */
export function sendAgainFrom(q, restored = false) {
  return transact(["meta", "outbox", "sent", "rows"], "readwrite", async (at) => {
    const identity = await at.get("meta", "identity");
    const sent = restored ? await at.all("sent") : await at.all("sent", from(q), undefined, "q");
    const maybeLost = ({ w, dev }) => (restored ? w === identity?.ward.id : dev === identity?.device.id);
    const back = sent.filter(maybeLost).map(({ sentAt, lasts, ...row }) => row);
    for (const row of back) {
      await at.delete("sent", row.op);
      const line = await at.get("rows", row.e);
      if (line?.op === row.op) await at.put("rows", { ...line, state: "waiting", status: "", code: "" });
    }
    const rows = [...back, ...(await at.all("outbox"))];
    // A gap that was closed has given numbers anew: two rows of one number would push each other out.
    if (restored || new Set(rows.map((row) => row.q)).size < rows.length) {
      const asSaved = (one, other) => one.savedAt - other.savedAt || one.q - other.q;
      await renumber(at, q, identity.device.id, rows.sort(asSaved));
    } else {
      for (const row of back) await at.put("outbox", row);
    }
    return back.length;
  });
}

function rewritten(text, changes) {
  try {
    return canonical({ ...JSON.parse(text), ...changes });
  } catch {
    return text;
  }
}

/**
 * Inside a transaction over meta and outbox: numbers `rows` (what is unsent) from `first` on, ids, authors, order kept.
 * Neither q nor dev is bound by the sealing. What cannot be parsed keeps its text and goes to the dead letters later.
 */
export async function renumber(at, first, dev, rows = null) {
  rows ??= await at.all("outbox");
  for (const row of rows) await at.delete("outbox", row.q);
  for (const [i, row] of rows.entries()) {
    const changes = { q: first + i, dev };
    await at.add("outbox", { ...row, ...changes, text: rewritten(row.text, changes) });
  }
  await at.put("meta", first + rows.length, "next_q");
}

/** The numbers before the outbox are gone for good (declared lost): what is unsent closes up to what is expected. */
export function closeGap(first) {
  return transact(["meta", "outbox"], "readwrite", async (at) => {
    await renumber(at, first, (await at.get("meta", "identity")).device.id);
  });
}

/**
 * People count slips; a shift that was opened or closed travels too, but is nothing that somebody misses in the list.
 * @param {string | null} staff whose device it is now
 * @returns {Promise<{pending: number, waiting: number, waitingOthers: number, oldestAt: number | null, sent: number,
 *   needsReview: number}>} pending: all unsent operations; waiting: the slips among them
 */
export function counts(staff) {
  return transact(["outbox", "rows", "results"], "readonly", async (at) => {
    const [oldest] = await at.all("outbox", null, 1);
    const waiting = await at.count("outbox", undefined, "slip");
    const mine = staff ? await at.count("outbox", staff, "slip") : waiting;
    const rows = await at.all("rows", from(Date.now() - DAY_MS), undefined, "savedAt");
    return {
      pending: await at.count("outbox"),
      waiting,
      waitingOthers: waiting - mine,
      oldestAt: waiting ? oldest.savedAt : null,
      sent: rows.filter((row) => stateOf(row) === "sent" && (!staff || row.u === staff)).length,
      needsReview: await at.count("results", 1, "review"),
    };
  });
}

/** What the ward has done with a slip since it was sent counts more than how it was received. */
function stateOf({ state, void: voided, choose }) {
  if (state === "waiting") return state;
  if (voided) return "void";
  return choose ? "needs_review" : state;
}

/** One person's masked rows of the last 24 hours, newest first; a state may also be "void". */
export async function rows(staff, now) {
  const mine = await transact(["rows"], "readonly", (at) => at.all("rows", staff, undefined, "u"));
  const recent = mine.filter((row) => row.savedAt > now - DAY_MS).sort((a, b) => b.savedAt - a.savedAt);
  return recent.map((row) => ({ ...row, state: stateOf(row) }));
}

/** Inside a transaction: whether a sent row is known to stand in a backup of the server. */
async function lasting(at) {
  const [q = 0, identity] = await Promise.all([at.get("meta", "durable_q"), at.get("meta", "identity")]);
  return (row) => row.lasts || (row.dev === identity?.device.id && row.q <= q);
}

/**
 * Inside the transaction of a new enrolment, which will not know what the old one knows to be in a backup. It stays
 * until a pull has gone well: the server may have been restored from an older backup without our having heard of it.
 */
export async function markLasting(at) {
  const lasts = await lasting(at);
  for (const row of await at.all("sent")) if (lasts(row)) await at.put("sent", { ...row, lasts: true });
}

/** What is not known to stand in a backup of the server, in order: what a rescue file holds. */
export function unsafe() {
  return transact(["meta", "outbox", "sent"], "readonly", async (at) => {
    const ward = (await at.get("meta", "identity"))?.ward.id;
    const lasts = await lasting(at);
    const sent = (await at.all("sent", null, undefined, "q")).filter((row) => row.w === ward && !lasts(row));
    return [...sent, ...(await at.all("outbox"))];
  });
}

/** Answers that a person must look at, with the masked line as long as it is kept. */
export function reviews() {
  return transact(["results", "rows"], "readonly", async (at) => {
    const results = await at.all("results", 1, undefined, "review");
    const lines = await Promise.all(results.map((result) => at.get("rows", result.entity)));
    return results.map((result, i) => ({ ...result, line: lines[i]?.line ?? null }));
  });
}

/** A person has seen the answer about this operation. */
export function reviewed(op) {
  return transact(["results"], "readwrite", async (at) => {
    const result = await at.get("results", op);
    if (!result) return;
    delete result.review;
    await at.put("results", result);
  });
}

/**
 * Forgets what has had its time: rows after 24 hours, `sent` once the server's backup has it (what needs review stays)
 * and after 30 days in any case, results after 30 days once seen. Never touches the outbox.
 */
export function prune(now, offset = 0) {
  return transact(["meta", "sent", "results", "rows"], "readwrite", async (at) => {
    const lasts = await lasting(at);
    const review = new Set((await at.all("results", 1, undefined, "review")).map((result) => result.op));
    for (const row of await at.all("sent")) {
      if ((lasts(row) && !review.has(row.op)) || row.sentAt <= now - offset - KEPT_MS) await at.delete("sent", row.op);
    }
    for (const result of await at.all("results")) {
      if (!result.review && result.at <= now - KEPT_MS) await at.delete("results", result.op);
    }
    const old = await at.all("rows", below(now - DAY_MS), undefined, "savedAt");
    for (const row of old) await at.delete("rows", row.entity);
  });
}
