/** Opens and closes a shift. The password goes to the server once and is kept nowhere. */
import { makeOperation } from "../core/operation.js";
import { giveUpLeases } from "../store/counter_leases.js";
import * as device from "../store/identity.js";
import { put } from "../store/outbox.js";
import { clockOffset } from "../store/server_contact.js";
import { pull } from "./pull.js";
import { release } from "./release.js";
import { signedFetch } from "./signed_fetch.js";

/** Why numbers on lease are struck through in the register, in its language. */
const LEASE_UNUSED = "Kết thúc ca ở quầy, số mượn chưa dùng";

/** Shifts and leases name nobody but the staff member: they travel open. */
async function keep(type, shift, base, body, entity = shift.id) {
  const [identity, offset] = await Promise.all([device.identity(), clockOffset()]);
  const now = Date.now();
  const what = { type, entity, base, body, identity, shift, now, clockOffset: offset, app: release };
  await put(await makeOperation({ ...what, sealKey: null }), null);
}

/**
 * Signs a person in at a support point and makes shift.open/1 the first operation of the shift. A shift that somebody
 * left open on this device is closed first.
 * @param {{login: string, password: string, point: string}} asked
 * @returns {Promise<{ok: true, shift: object} | {ok: false, kind: string, code?: string, title?: string}>}
 */
export async function openShift({ login, password, point }) {
  const answer = await signedFetch("POST", "/sync/v1/shift", JSON.stringify({ login, password, point }));
  if (answer.kind !== "answer") return { ok: false, ...answer };
  const { ticket, shift: given } = answer.json;
  const { point_name: pointName, expires_at_ms: expiresAtMs, ...who } = given;
  const shift = { ...who, pointName, expiresAtMs, ticket };
  await closeShift();
  await device.beginShift(shift);
  await keep("shift.open/1", shift, 0, { ticket });
  await pull();
  return { ok: true, shift };
}

/** Closes the shift, with or without a network, saying how many records it made; unused numbers on lease go back. Does nothing without a shift. */
export async function closeShift() {
  const shift = await device.shift();
  if (!shift) return;
  for (const lease of await giveUpLeases()) await keep("register.give_back/1", shift, 1, { reason: LEASE_UNUSED }, lease);
  await keep("shift.close/1", shift, 1, { count: shift.count });
  await device.endShift();
}
