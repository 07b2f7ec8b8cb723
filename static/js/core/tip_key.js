/**
 * The inspector's key pair. The private part leaves the browser only as a file that a passphrase locks; it is on no
 * server. Without the file or the passphrase no tip can be opened, by anybody.
 */
import { decode, encode } from "./base64.js";

const P256 = { name: "ECDH", namedCurve: "P-256" };
const ROUNDS = 600_000;
const { subtle } = crypto;

async function lock(passphrase, salt, rounds) {
  const key = await subtle.importKey("raw", new TextEncoder().encode(passphrase.normalize("NFC")), "PBKDF2", false, [
    "deriveKey",
  ]);
  const how = { name: "PBKDF2", hash: "SHA-256", salt, iterations: rounds };
  return subtle.deriveKey(how, key, { name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
}

/** @returns {Promise<{public: string, file: string}>} public: b64 of the point; file: text of the locked key file */
export async function makeKey(passphrase, rounds = ROUNDS) {
  const pair = await subtle.generateKey(P256, true, ["deriveBits"]);
  const point = encode(new Uint8Array(await subtle.exportKey("raw", pair.publicKey)));
  const secret = await subtle.exportKey("pkcs8", pair.privateKey);
  const [salt, iv] = [crypto.getRandomValues(new Uint8Array(16)), crypto.getRandomValues(new Uint8Array(12))];
  const locked = await subtle.encrypt({ name: "AES-GCM", iv }, await lock(passphrase, salt, rounds), secret);
  const told = { kind: "gandan-tip-key", public: point, rounds, salt: encode(salt), iv: encode(iv) };
  return { public: point, file: `${JSON.stringify({ ...told, locked: encode(new Uint8Array(locked)) }, null, 1)}\n` };
}

/**
 * @param {string} file text of a key file
 * @returns {Promise<{privateKey: CryptoKey, publicKey: Uint8Array}>} rejects: not such a file, or another passphrase
 */
export async function openKey(file, passphrase) {
  const told = JSON.parse(file);
  if (told?.kind !== "gandan-tip-key") throw new TypeError("no key file");
  const key = await lock(passphrase, decode(told.salt), told.rounds);
  const secret = await subtle.decrypt({ name: "AES-GCM", iv: decode(told.iv) }, key, decode(told.locked));
  return {
    privateKey: await subtle.importKey("pkcs8", secret, P256, false, ["deriveBits"]),
    publicKey: decode(told.public),
  };
}
