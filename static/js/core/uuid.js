/**
 * A UUID version 7 (RFC 9562): the millisecond, then 74 random bits. Never for anything confidential: it tells the time.
 * @param {number} nowMs @param {Uint8Array} [bytes] 16 of chance, used up
 */
export function uuid7(nowMs, bytes = crypto.getRandomValues(new Uint8Array(16))) {
  for (let at = 5, rest = nowMs; at >= 0; at--, rest = Math.floor(rest / 256)) bytes[at] = rest % 256;
  bytes[6] = 0x70 | (bytes[6] & 15);
  bytes[8] = 0x80 | (bytes[8] & 63);
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}
