/**
 * A tip (tin báo): sealed to the inspector, padded to one length, found again by a code of 16 symbols that only its
 * sender knows. The code gives the mark under which the server keeps it and the key that the reply is locked with.
 */
import { seal } from "./seal.js";
import { unseal } from "./unseal.js";

const SYMBOLS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const LENGTH = 16;
/** Twins: app/rules/tip.py. */
const PLAIN_BYTES = 16 * 1024;
const REPLY_BYTES = 8 * 1024;
const NONCE = 12;
const { subtle } = crypto;
const bytesOf = (text) => new TextEncoder().encode(text);
const INFO = bytesOf("gandan tip 1");

/** 80 bits of chance, as sixteen symbols that cannot be taken for one another. */
export const makeCode = (random = crypto.getRandomValues(new Uint8Array(LENGTH))) =>
  Array.from(random.slice(0, LENGTH), (byte) => SYMBOLS[byte & 31]).join("");

export const formatCode = (code) => code.match(/.{4}/g).join("-");

/** @returns {string | null} the code in what somebody typed */
export function parseCode(text) {
  const code = text.toUpperCase().replace(/[\s\-._]/g, "").replaceAll("O", "0").replace(/[IL]/g, "1");
  return code.length === LENGTH && [...code].every((symbol) => SYMBOLS.includes(symbol)) ? code : null;
}

async function derived(code, purpose, bits) {
  const key = await subtle.importKey("raw", bytesOf(code), "HKDF", false, ["deriveBits"]);
  const how = { name: "HKDF", hash: "SHA-256", salt: bytesOf("gandan tip"), info: bytesOf(purpose) };
  return new Uint8Array(await subtle.deriveBits(how, key, bits));
}

/** @returns {Promise<Uint8Array>} 16 bytes under which the server keeps it */
export const markOf = (code) => derived(code, "mark", 128);

const replyKey = (code) => derived(code, "reply", 256);

/** A text and so many bytes in all, with zeros behind it. @throws {RangeError} when it does not fit */
function padded(text, length) {
  const bytes = bytesOf(text);
  if (bytes.length > length) throw new RangeError("too long");
  const full = new Uint8Array(length);
  full.set(bytes);
  return full;
}

const textOf = (bytes) => new TextDecoder().decode(bytes).replace(/\0+$/, "");

/** @param {object} said JSON @param {Uint8Array} inspector 65-byte point @returns {Promise<Uint8Array>} */
export async function sealTip(said, code, inspector) {
  const answer = Array.from(await replyKey(code));
  return seal(inspector, INFO, padded(JSON.stringify({ ...said, answer }), PLAIN_BYTES));
}

/** @returns {Promise<object>} what was said, with `answer`: the bytes that a reply is locked with */
export const openTip = async (sealed, privateKey, publicKey) =>
  JSON.parse(textOf(await unseal(privateKey, publicKey, INFO, sealed)));

const aes = (raw, use) => subtle.importKey("raw", raw, "AES-GCM", false, [use]);

/** @param {Uint8Array} answer of the opened tip @returns {Promise<Uint8Array>} nonce ‖ ciphertext ‖ tag */
export async function sealReply(text, answer) {
  const iv = crypto.getRandomValues(new Uint8Array(NONCE));
  const sealed = await subtle.encrypt({ name: "AES-GCM", iv }, await aes(answer, "encrypt"), padded(text, REPLY_BYTES));
  return Uint8Array.from([...iv, ...new Uint8Array(sealed)]);
}

export async function openReply(sealed, code) {
  const key = await aes(await replyKey(code), "decrypt");
  const plain = await subtle.decrypt({ name: "AES-GCM", iv: sealed.slice(0, NONCE) }, key, sealed.slice(NONCE));
  return textOf(new Uint8Array(plain));
}
