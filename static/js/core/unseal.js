/** The other half of seal.js, for whoever holds the private key: HPKE (RFC 9180), base mode, one message. */
import { keySchedule } from "./seal.js";

const POINT = 65;
const { subtle } = crypto;

/**
 * @param {CryptoKey} privateKey ECDH, P-256, may derive bits
 * @param {Uint8Array} publicKey its 65-byte point
 * @param {Uint8Array} info what the message is bound to
 * @param {Uint8Array} sealed encapsulated key ‖ ciphertext ‖ tag
 * @returns {Promise<Uint8Array>} rejects when it was not sealed to this key
 */
export async function unseal(privateKey, publicKey, info, sealed) {
  const encapsulated = sealed.slice(0, POINT);
  const other = await subtle.importKey("raw", encapsulated, { name: "ECDH", namedCurve: "P-256" }, false, []);
  const exchanged = new Uint8Array(await subtle.deriveBits({ name: "ECDH", public: other }, privateKey, 256));
  const { key, nonce } = await keySchedule(exchanged, encapsulated, publicKey, info);
  const aes = await subtle.importKey("raw", key, "AES-GCM", false, ["decrypt"]);
  return new Uint8Array(await subtle.decrypt({ name: "AES-GCM", iv: nonce }, aes, sealed.slice(POINT)));
}
