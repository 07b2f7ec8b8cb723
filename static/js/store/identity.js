/**
 * Who this device is and who works on it. The device signs with a P-256 key that scripts cannot export; no password is
 * ever kept. The PIN is a screen lock on a shared tablet, not encryption: records are sealed to the ward anyway.
 */
import { decode, encode } from "../core/base64.js";
import { forgetCounter, forgetIn } from "./counter_life.js";
import { transact } from "./database.js";
import { forgetDrafts } from "./draft.js";
import { markLasting, renumber } from "./outbox.js";
import { forgetCursor } from "./pulled.js";

const SIGNING = { name: "ECDSA", namedCurve: "P-256" };
const PIN_ROUNDS = 210_000;
const PIN_FREE_TRIES = 5;
const PIN_WAIT_MS = 30_000;

const read = (key) => transact(["meta"], "readonly", (at) => at.get("meta", key));
const write = (key, value) => transact(["meta"], "readwrite", (at) => at.put("meta", value, key));

/** @returns {Promise<object | null>} {ward, device, point, sealKey, certificate, enrolledAt}; null: not enrolled */
export const identity = async () => (await read("identity")) ?? null;

/** @returns {Promise<CryptoKey | null>} the key this device signs its requests with */
export const signingKey = async () => (await read("key")) ?? null;

/**
 * A key pair for an enrolment that has not been answered yet; the same one again until `adopt`, so that a repeated
 * request after a lost answer is the same request.
 * @returns {Promise<{privateKey: CryptoKey, publicKey: string}>} publicKey: b64 of the 65-byte point
 */
export async function pendingKeys() {
  const held = await read("pending_keys");
  if (held) return held;
  const pair = await crypto.subtle.generateKey(SIGNING, false, ["sign", "verify"]);
  const publicKey = encode(new Uint8Array(await crypto.subtle.exportKey("raw", pair.publicKey)));
  const keys = { privateKey: pair.privateKey, publicKey };
  await write("pending_keys", keys);
  return keys;
}

/**
 * The server has enrolled this device: new identity, numbers from 1, unsent operations of an earlier enrolment
 * renumbered, in one transaction.
 * @returns {Promise<boolean>} false: the outbox holds another ward's operations, nothing was changed
 */
export function adopt(identity, privateKey) {
  return transact(["meta", "outbox", "sent", "reference"], "readwrite", async (at) => {
    const unsent = await at.all("outbox");
    if (unsent.some((row) => row.w !== identity.ward.id)) return false;
    const before = await at.get("meta", "identity");
    await markLasting(at);
    await forgetCursor(at, before?.ward.id !== identity.ward.id);
    await at.put("meta", identity, "identity");
    await at.put("meta", privateKey, "key");
    const past = ["pending_keys", "shift", "durable_q", "beat", "directive", "counter_numbers"];
    for (const key of past) await at.delete("meta", key);
    await forgetIn(at);
    await renumber(at, 1, identity.device.id);
    return true;
  });
}

/** A server restored from before this enrolment has taken the device back, perhaps in another lane. */
export const readmitted = (device) =>
  transact(["meta", "reference"], "readwrite", async (at) => {
    await at.put("meta", { ...(await at.get("meta", "identity")), device }, "identity");
    await forgetCursor(at);
  });

/** @returns {Promise<object | null>} the open shift as the screen may see it */
export async function shift() {
  const held = await read("shift");
  if (!held) return null;
  const { pin, tries, waitUntil, ...shown } = held;
  return { ...shown, hasPin: Boolean(pin) };
}

/** @param {object} shift {id, staff, name, role, point, pointName, expiresAtMs, ticket} */
export const beginShift = (shift) => write("shift", { ...shift, count: 0, locked: false });

export async function endShift() {
  await transact(["meta"], "readwrite", async (at) => {
    await at.delete("meta", "shift");
    await forgetIn(at);
  });
  await forgetDrafts();
}

/** Hands the screen to whoever comes next: the name and drafts are forgotten; the outbox stays and keeps draining. */
export async function lock() {
  await changeShift((shift) => ({ ...shift, name: "", locked: true }));
  await forgetCounter(false);
  await forgetDrafts();
}

const changeShift = (change) =>
  transact(["meta"], "readwrite", async (at) => {
    const shift = await at.get("meta", "shift");
    if (shift) await at.put("meta", change(shift), "shift");
  });

async function pinHash(pin, salt) {
  const key = await crypto.subtle.importKey("raw", new TextEncoder().encode(pin), "PBKDF2", false, ["deriveBits"]);
  const how = { name: "PBKDF2", hash: "SHA-256", salt, iterations: PIN_ROUNDS };
  return encode(new Uint8Array(await crypto.subtle.deriveBits(how, key, 256)));
}

/** Sets the screen lock of this shift, or with "" takes it away. */
export async function setPin(pin) {
  const salt = crypto.getRandomValues(new Uint8Array(16));
  const set = pin ? { salt: encode(salt), hash: await pinHash(pin, salt) } : null;
  await changeShift((shift) => ({ ...shift, pin: set, tries: 0, waitUntil: 0 }));
}

/**
 * Opens the screen lock: offline, and after the shift has expired too. From the fifth wrong PIN each try costs a wait.
 * @returns {Promise<{ok: true} | {ok: false, code: "no_shift" | "pin_wrong" | "pin_wait", waitMs: number}>}
 */
export async function unlock(pin = "") {
  const held = await read("shift");
  if (!held) return { ok: false, code: "no_shift", waitMs: 0 };
  if (held.pin) {
    const waitMs = (held.waitUntil ?? 0) - Date.now();
    // A clock that was set back must not lock the tablet for a year.
    if (waitMs > 0 && waitMs <= PIN_WAIT_MS) return { ok: false, code: "pin_wait", waitMs };
    if ((await pinHash(pin, decode(held.pin.salt))) !== held.pin.hash) {
      const tries = (held.tries ?? 0) + 1;
      const wait = tries < PIN_FREE_TRIES ? 0 : PIN_WAIT_MS;
      await changeShift((shift) => ({ ...shift, tries, waitUntil: Date.now() + wait }));
      return { ok: false, code: "pin_wrong", waitMs: wait };
    }
  }
  await changeShift((shift) => ({ ...shift, locked: false, tries: 0, waitUntil: 0 }));
  return { ok: true };
}
