/** Crockford base 32 in capitals: bytes in a QR code's alphanumeric mode. Twin: app/rules/base32.py. */
const SYMBOLS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/** @param {Uint8Array} bytes */
export function encode(bytes) {
  let text = "";
  let held = 0;
  let bits = 0;
  for (const byte of bytes) {
    held = (held << 8) | byte;
    for (bits += 8; bits >= 5; bits -= 5) text += SYMBOLS[(held >> (bits - 5)) & 31];
    held &= 255;
  }
  return bits ? text + SYMBOLS[(held << (5 - bits)) & 31] : text;
}

/** @throws {Error} when it is not the spelling that encode gives */
export function decode(text) {
  const bytes = [];
  let held = 0;
  let bits = 0;
  for (const symbol of text) {
    const value = SYMBOLS.indexOf(symbol);
    if (value < 0) throw new Error("not base 32");
    held = ((held << 5) | value) & 4095;
    bits += 5;
    if (bits >= 8) bytes.push((held >> (bits -= 8)) & 255);
  }
  if (encode(Uint8Array.from(bytes)) !== text) throw new Error("base 32 with stray bits");
  return Uint8Array.from(bytes);
}
