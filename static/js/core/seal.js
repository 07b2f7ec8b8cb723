/**
 * HPKE (RFC 9180), base mode, one message: DHKEM(P-256, HKDF-SHA256), HKDF-SHA256, AES-256-GCM. This device
 * cannot open it again.
 */
const KEM = "KEM\0\x10";
const HPKE = "HPKE\0\x10\0\x01\0\x02";
const P256 = { name: "ECDH", namedCurve: "P-256" };
const subtle = crypto.subtle;

/** Bytes of texts (all ASCII here), bytes and lists of numbers, one after the other. */
const join = (...parts) =>
  Uint8Array.from(parts.flatMap((part) => (typeof part === "string" ? [...part].map((c) => c.charCodeAt(0)) : [...part])));

async function hmac(key, data) {
  const imported = await subtle.importKey("raw", key, { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
  return new Uint8Array(await subtle.sign("HMAC", imported, data));
}

/** Browsers refuse an empty HMAC key; HMAC pads with zeros anyway, so 32 of them are the same key. */
const EMPTY = new Uint8Array(32);
const extract = (suite, salt, label, secret) => hmac(salt, join("HPKE-v1", suite, label, secret));

/** HKDF-Expand of at most 32 bytes: one HMAC block is enough. */
const expand = async (suite, key, label, info, length) =>
  (await hmac(key, join([0, length], "HPKE-v1", suite, label, info, [1]))).slice(0, length);

/** AES key and nonce of the message (RFC 9180 §4.1, §5.1). */
export async function keySchedule(exchanged, encapsulated, recipient, info) {
  const prk = await extract(KEM, EMPTY, "eae_prk", exchanged);
  const shared = await expand(KEM, prk, "shared_secret", join(encapsulated, recipient), 32);
  const psk = await extract(HPKE, EMPTY, "psk_id_hash", "");
  const context = join([0], psk, await extract(HPKE, EMPTY, "info_hash", info));
  const secret = await extract(HPKE, shared, "secret", "");
  return {
    key: await expand(HPKE, secret, "key", context, 32),
    nonce: await expand(HPKE, secret, "base_nonce", context, 12),
  };
}

/**
 * @param {Uint8Array} wardKey 65 bytes, the uncompressed point
 * @param {Uint8Array} info what the message is bound to
 * @param {Uint8Array} plain
 * @returns {Promise<Uint8Array>} encapsulated key (65 bytes) ‖ ciphertext ‖ tag (16 bytes)
 */
export async function seal(wardKey, info, plain) {
  const ward = await subtle.importKey("raw", wardKey, P256, false, []);
  const own = await subtle.generateKey(P256, false, ["deriveBits"]);
  const exchanged = new Uint8Array(await subtle.deriveBits({ name: "ECDH", public: ward }, own.privateKey, 256));
  const encapsulated = new Uint8Array(await subtle.exportKey("raw", own.publicKey));
  const { key, nonce } = await keySchedule(exchanged, encapsulated, wardKey, info);
  const aes = await subtle.importKey("raw", key, "AES-GCM", false, ["encrypt"]);
  return join(encapsulated, new Uint8Array(await subtle.encrypt({ name: "AES-GCM", iv: nonce }, aes, plain)));
}
