/** One intent as it is stored on the device and sent as it is (SYNC.md §3), all but its number `q`. */
import { decode, encode } from "./base64.js";
import { canonical } from "./canonical.js";
import { rfc3339 } from "./clock.js";
import { commitment } from "./commitment.js";
import { seal } from "./seal.js";
import { uuid7 } from "./uuid.js";

/** Types whose body is personal: on a device they exist sealed or not at all. */
const SEALED = new Set(["assistance.record/1", "assistance.amend/1"]);

const utf8 = (text) => new TextEncoder().encode(text);

/**
 * @param {object} intent
 * @param {string} intent.type "assistance.record/1"
 * @param {string} [intent.entity] a new UUID unless given
 * @param {number} [intent.base] version of the entity that the person was looking at
 * @param {Record<string, any>} intent.body
 * @param {{ward: {id: number}, device: {id: string}}} intent.identity as the enrolment answered
 * @param {{id: string, staff: string}} intent.shift as the server answered
 * @param {number} intent.now ms of the device's clock @param {number} intent.clockOffset ms, device minus server
 * @param {string} intent.app version of the app
 * @param {string|Uint8Array|null} intent.sealKey the ward's public point
 */
export async function makeOperation({ type, entity, base = 0, body, identity, shift, now, clockOffset, app, sealKey }) {
  const salt = crypto.getRandomValues(new Uint8Array(16));
  const bodyText = canonical(body);
  const operation = {
    op: uuid7(now),
    t: type,
    e: entity ?? uuid7(now),
    b: base,
    w: identity.ward.id,
    dev: identity.device.id,
    u: shift.staff,
    sh: shift.id,
    at: rfc3339(now),
    co: Math.round(clockOffset),
    app,
    c: await commitment(salt, bodyText),
  };
  if (!SEALED.has(type)) return { ...operation, s: encode(salt), d: JSON.parse(bodyText) };
  if (!sealKey) throw new Error("a personal operation needs the ward's key");
  const info = utf8(["gandan/op/1", operation.op, type, operation.e, operation.w, operation.c].join("\n"));
  const plain = utf8(`{"d":${bodyText},"s":"${encode(salt)}"}`);
  const key = typeof sealKey === "string" ? decode(sealKey) : sealKey;
  return { ...operation, x: encode(await seal(key, info, plain)) };
}
