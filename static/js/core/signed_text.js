/** What a signature of this device and a seal to the ward cover, byte for byte. Twin: app/rules/signed_text.py. */
import { encode } from "./base64.js";

const utf8 = (text) => new TextEncoder().encode(text);

/** @param {Uint8Array} body as it goes over the wire @param {string} at ms of the server's clock */
export async function ofRequest(method, path, body, at, nonce) {
  const hash = encode(new Uint8Array(await crypto.subtle.digest("SHA-256", body)));
  return utf8([method, path, hash, at, nonce].join("\n"));
}

/** @param {string[]} texts operations of a rescue file, as they were kept */
export const ofParcel = (texts) => utf8(texts.join("\n"));

/** What a rating given on a tablet is sealed for: this ward, and nothing that says which tablet or when. */
export const ofRating = (ward) => utf8(`gandan/rating/1\n${ward}`);

/** The header that a sealed body cannot be taken from. `dev` and `q` are left out: they change when a tablet enrols anew. */
export const ofSeal = ({ op, t, e, w, c }) => utf8(`gandan/op/1\n${op}\n${t}\n${e}\n${w}\n${c}`);
