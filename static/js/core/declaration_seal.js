/**
 * A declaration on its way from a citizen's phone to a device of the ward without a network: pressed, and sealed to the
 * ward's key of this month (HPKE). Names of keys: app/rules/scan_key.py.
 */
import { decode } from "./base64.js";
import { canonical } from "./canonical.js";
import { press } from "./press.js";
import { seal } from "./seal.js";
import { makeTracking } from "./tracking.js";
import { unpress } from "./unpress.js";
import { unseal } from "./unseal.js";

const TYPE = "declaration.send/1";
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const bytesOf = (text) => new TextEncoder().encode(text);
const bound = (mark, key) => bytesOf(`gandan/declaration/1\n${mark}\n${key}`);

/** @param {{mark: string, key: string, public: string}} ward @returns {Promise<Uint8Array>} */
export async function sealDeclaration({ op, e, b }, ward) {
  const plain = await press(bytesOf(canonical({ b, e, op })));
  return seal(decode(ward.public), bound(ward.mark, ward.key), plain);
}

/**
 * @param {Uint8Array} sealed @param {string} mark @param {{key: string, point: Uint8Array, privateKey: CryptoKey}} held
 * @returns {Promise<{op: string, e: string, t: string, b: {form: string, form_version: number, values: any}}>}
 *   the operation as the phone has it. Rejects with Error "too_old" (this browser), else: it is not for this key, or no
 *   declaration
 */
export async function openDeclaration(sealed, mark, held) {
  const plain = await unpress(await unseal(held.privateKey, held.point, bound(mark, held.key), sealed));
  const { op, e, b } = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(plain));
  const whole = UUID.test(op) && UUID.test(e) && typeof b?.form === "string" && Number.isInteger(b.form_version);
  if (!whole || !areValues(b.values)) throw new Error("no declaration");
  return { op, e, t: TYPE, b: { form: b.form, form_version: b.form_version, values: b.values } };
}

const isRecord = (value) => typeof value === "object" && value !== null && !Array.isArray(value);
const isValue = (value) => [value].flat().every((one) => typeof one === "string");
const isRow = (row) => isRecord(row) && Object.values(row).every(isValue);
/** {section: {field: text or texts}} or {section: [{…}]}, as phones keep it: anybody may draw a code. */
const areValues = (values) => isRecord(values) && Object.values(values).every((given) => [given].flat().every(isRow));

/** The code that the ward will know it by, from whichever device it comes (app/rules/declaration.py). */
export async function trackingOf({ op, e }) {
  return makeTracking(new Uint8Array(await crypto.subtle.digest("SHA-256", bytesOf(`declaration:${e}:${op}`))));
}
