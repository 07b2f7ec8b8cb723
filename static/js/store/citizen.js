/**
 * What stands on a citizen's own phone: forms begun, ticks, tickets, and what waits to be sent. It is theirs: it goes
 * after 30 days, when it was sent, or when they say so. Kinds are short words: "form", "ticks", "ticket".
 */
import { transact } from "./database.js";

const LIFE_MS = 30 * 86_400_000;
const SENDING = "send";
const PREFIX = "citizen:";
const key = (kind, id) => `${PREFIX}${kind}:${id}`;
const range = (prefix) => IDBKeyRange.bound(prefix, `${prefix}\uffff`);

/** @param {any} value JSON */
export function keep(kind, id, value) {
  return transact(["meta"], "readwrite", (at) => at.put("meta", { id, value, savedAt: Date.now() }, key(kind, id)));
}

/** @returns {Promise<{value: any, savedAt: number} | null>} */
export async function read(kind, id) {
  const row = await transact(["meta"], "readonly", (at) => at.get("meta", key(kind, id)));
  return row && !isOld(row) ? row : null;
}

/** @returns {Promise<{id: string, value: any, savedAt: number}[]>} the oldest first */
export async function all(kind) {
  const rows = await transact(["meta"], "readonly", (at) => at.all("meta", range(key(kind, ""))));
  return rows.filter((row) => !isOld(row)).sort((a, b) => a.savedAt - b.savedAt);
}

export function forget(kind, id) {
  return transact(["meta"], "readwrite", (at) => at.delete("meta", key(kind, id)));
}

/** Everything of citizens on this phone, also what was not sent. */
export const forgetAll = () => clear(() => true);

/** What has had its time. Called at every start. */
export const sweep = () => clear(isOld);

/** Keeps an operation until the ward has answered it by its id. @param {{op, e, t, b}} operation */
export const queue = (operation) => keep(SENDING, operation.op, operation);

/** @returns {Promise<{op, e, t, b}[]>} what waits, in the order it was queued */
export const queued = async () => (await all(SENDING)).map((row) => row.value);

export const answered = (op) => forget(SENDING, op);

const isOld = (row) => Math.abs(Date.now() - row.savedAt) > LIFE_MS;

function clear(gone) {
  return transact(["meta"], "readwrite", async (at) => {
    const [keys, rows] = await Promise.all([at.keys("meta", range(PREFIX)), at.all("meta", range(PREFIX))]);
    for (const [i, row] of rows.entries()) if (gone(row)) await at.delete("meta", keys[i]);
  });
}
