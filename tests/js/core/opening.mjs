/** What the server does with a sealed text, in a few lines, so that tests can look inside. */
import { inflateRawSync } from "node:zlib";
import { decode } from "../../../static/js/core/base64.js";
import { keySchedule } from "../../../static/js/core/seal.js";
import { cases } from "./cases.mjs";

const CURVE = { name: "ECDH", namedCurve: "P-256" };

/** The fixed key pair of tests/cases/seal.json. */
export async function wardKeys() {
  const { ward } = cases("seal");
  const privateKey = await crypto.subtle.importKey("pkcs8", decode(ward.private), CURVE, false, ["deriveBits"]);
  return { privateKey, publicText: ward.public };
}

/** @param {{privateKey: CryptoKey, publicText: string}} ward @param {string} info @param {string} sealed base64url */
export async function open(ward, info, sealed) {
  const bytes = decode(sealed);
  const encapsulated = bytes.slice(0, 65);
  const ephemeral = await crypto.subtle.importKey("raw", encapsulated, CURVE, false, []);
  const exchanged = await crypto.subtle.deriveBits({ name: "ECDH", public: ephemeral }, ward.privateKey, 256);
  const bound = new TextEncoder().encode(info);
  const { key, nonce } = await keySchedule(new Uint8Array(exchanged), encapsulated, decode(ward.publicText), bound);
  const aes = await crypto.subtle.importKey("raw", key, "AES-GCM", false, ["decrypt"]);
  const opened = new Uint8Array(await crypto.subtle.decrypt({ name: "AES-GCM", iv: nonce }, aes, bytes.slice(65)));
  const plain = opened[0] === 1 ? inflateRawSync(opened.subarray(1)) : opened;
  return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(plain);
}
