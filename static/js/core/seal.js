/**
 * HPKE (RFC 9180), base mode, one message: DHKEM(P-256, HKDF-SHA256), HKDF-SHA256, AES-256-GCM. Only the ward's private
 * key opens it again; this device cannot. WebCrypto alone, because X25519 is missing in WebKit.
 */
const KEM = Uint8Array.from([75, 69, 77, 0, 16]); // "KEM" 0x0010
const HPKE = Uint8Array.from([72, 80, 75, 69, 0, 16, 0, 1, 0, 2]); // "HPKE" 0x0010 0x0001 0x0002
const P256 = { name: "ECDH", namedCurve: "P-256" };
const NOTHING = new Uint8Array();
const subtle = crypto.subtle;

const utf8 = (text) => new TextEncoder().encode(text);

function join(...parts) {
  const joined = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    joined.set(part, at);
    at += part.length;
  }
  return joined;
}

async function hmac(key, data) {
  // An empty HMAC key is refused by browsers; HMAC pads it with zeros, so 32 zeros are the same key.
  const bytes = key.length ? key : new Uint8Array(32);
  const imported = await subtle.importKey("raw", bytes, { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
  return new Uint8Array(await subtle.sign("HMAC", imported, data));
}

const extract = (suite, salt, label, secret) => hmac(salt, join(utf8("HPKE-v1"), suite, utf8(label), secret));

/** HKDF-Expand of at most 32 bytes: one HMAC block is enough. */
const expand = async (suite, key, label, info, length) => {
  const labelled = join(Uint8Array.of(0, length), utf8("HPKE-v1"), suite, utf8(label), info, Uint8Array.of(1));
  return (await hmac(key, labelled)).slice(0, length);
};

/** AES key and nonce of the one message: RFC 9180 §4.1 (shared secret) and §5.1 (key schedule), without a PSK. */
export async function keySchedule(exchanged, encapsulated, recipient, info) {
  const prk = await extract(KEM, NOTHING, "eae_prk", exchanged);
  const shared = await expand(KEM, prk, "shared_secret", join(encapsulated, recipient), 32);
  const pskHash = await extract(HPKE, NOTHING, "psk_id_hash", NOTHING);
  const infoHash = await extract(HPKE, NOTHING, "info_hash", info);
  const context = join(Uint8Array.of(0), pskHash, infoHash);
  const secret = await extract(HPKE, shared, "secret", NOTHING);
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
  const ephemeral = await subtle.generateKey(P256, false, ["deriveBits"]);
  const exchanged = new Uint8Array(await subtle.deriveBits({ name: "ECDH", public: ward }, ephemeral.privateKey, 256));
  const encapsulated = new Uint8Array(await subtle.exportKey("raw", ephemeral.publicKey));
  const { key, nonce } = await keySchedule(exchanged, encapsulated, wardKey, info);
  const aes = await subtle.importKey("raw", key, "AES-GCM", false, ["encrypt"]);
  return join(encapsulated, new Uint8Array(await subtle.encrypt({ name: "AES-GCM", iv: nonce }, aes, plain)));
}
