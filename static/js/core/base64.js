/** base64url without padding, the only spelling of bytes on the wire. Twin: app/rules/base64url.py. */

/** @param {Uint8Array} bytes */
export function encode(bytes) {
  let text = "";
  for (const byte of bytes) text += String.fromCharCode(byte);
  return btoa(text).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
}

/** @throws {Error} when it is not the spelling that encode gives */
export function decode(text) {
  if (!/^[\w-]*$/.test(text)) throw new Error("not base64url");
  const bytes = Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (letter) => letter.charCodeAt(0));
  if (encode(bytes) !== text) throw new Error("base64url with stray bits");
  return bytes;
}
