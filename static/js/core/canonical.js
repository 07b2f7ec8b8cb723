/**
 * The one spelling of a value; device and server must write the same bytes, or a true record looks forged.
 * Twin: app/rules/canonical.py.
 */

/** @returns {string} @throws {TypeError} when the value has no single spelling */
export function canonical(value, depth = 16) {
  if (depth === 0) throw new TypeError("nested too deep");
  if (value === null || typeof value === "boolean" || Number.isSafeInteger(value)) return JSON.stringify(value);
  if (typeof value === "string") return text(value);
  if (Array.isArray(value)) return "[" + Array.from(value, (item) => canonical(item, depth - 1)) + "]";
  if (typeof value !== "object" || Object.getPrototypeOf(value) !== Object.prototype) throw new TypeError("no spelling");
  const pairs = Object.entries(value).map(([key, item]) => [key.normalize("NFC"), item]);
  if (new Set(pairs.map(([key]) => key)).size < pairs.length) throw new TypeError("two keys that are equal after NFC");
  pairs.sort(([a], [b]) => (a < b ? -1 : 1));
  return "{" + pairs.map(([key, item]) => text(key) + ":" + canonical(item, depth - 1)) + "}";
}

function text(value) {
  if (/\p{Surrogate}/u.test(value)) throw new TypeError("half a surrogate pair");
  return JSON.stringify(value.normalize("NFC"));
}
