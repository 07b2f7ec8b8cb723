/** Tracking codes with a check symbol over GF(32). Twin: app/rules/tracking.py, which says why. */
const SYMBOLS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const times = (value) => (value << 1) ^ (value & 16 ? 37 : 0);
const sum = (code) => [...code].reduce((total, symbol) => times(total) ^ SYMBOLS.indexOf(symbol), 0);

/** @param {Uint8Array} [random] at least 11 bytes */
export function makeTracking(random = crypto.getRandomValues(new Uint8Array(11))) {
  if (random.length < 11) throw new Error("a tracking code needs 11 random bytes");
  const body = Array.from(random.subarray(0, 11), (byte) => SYMBOLS[byte & 31]).join("");
  return body + SYMBOLS[times(sum(body))];
}

/** Exactly a code as made: 12 symbols, upper case, no dashes. @param {string} code */
export const checkTracking = (code) => /^[0-9A-HJKMNP-TV-Z]{12}$/.test(code) && sum(code) === 0;

/** "XXXX-XXXX-XXXX" @param {string} code */
export const formatTracking = (code) => code.replace(/^(.{4})(.{4})/, "$1-$2-");
