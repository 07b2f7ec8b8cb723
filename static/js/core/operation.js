/** One intent as it is kept on the device and sent as it is (SYNC.md §3), all but its number `q`. */
import { decode, encode } from "./base64.js";
import { canonical } from "./canonical.js";
import { timestamp } from "./clock.js";
import { commitment } from "./commitment.js";
import { press } from "./press.js";
import { seal } from "./seal.js";
import { ofSeal } from "./signed_text.js";
import { uuid7 } from "./uuid.js";

/** Personal: on a device these exist sealed or not at all. */
const SEALED = ["assistance.record/1", "assistance.amend/1", "dossier.receive/1", "declaration.send/1", "household.visit/1"];

const utf8 = (text) => new TextEncoder().encode(text);

/**
 * `identity` {ward: {id}, device: {id}, sealKey} and `shift` {id, staff} as the server gave them; `base` the version
 * that the person saw; `now` ms of the device's clock, `clockOffset` ms device minus server; `id`, `entity`: of what was
 * begun elsewhere (a citizen's phone), else new ones.
 */
export async function makeOperation(intent) {
  const { type, identity, shift, now, sealKey = identity.sealKey } = intent;
  const salt = crypto.getRandomValues(new Uint8Array(16));
  const bodyText = canonical(intent.body);
  const operation = {
    op: intent.id ?? uuid7(now),
    t: type,
    e: intent.entity ?? uuid7(now),
    b: intent.base ?? 0,
    w: identity.ward.id,
    dev: identity.device.id,
    u: shift.staff,
    sh: shift.id,
    at: timestamp(now),
    co: Math.round(intent.clockOffset),
    app: intent.app,
    c: await commitment(salt, bodyText),
  };
  if (!SEALED.includes(type)) return { ...operation, s: encode(salt), d: JSON.parse(bodyText) };
  if (!sealKey) throw new Error("a personal operation needs the ward's key");
  const plain = await press(utf8(`{"d":${bodyText},"s":"${encode(salt)}"}`));
  return { ...operation, x: encode(await seal(decode(sealKey), ofSeal(operation), plain)) };
}
