import { encode } from "./base64.js";

/**
 * SHA-256(salt ‖ canonical body) as base64url: the ledger's chain covers this, never the body.
 * @param {Uint8Array} salt 16 bytes @param {string} bodyText
 */
export async function commitment(salt, bodyText) {
  if (salt.length !== 16) throw new Error("a salt is 16 bytes");
  const joined = Uint8Array.from([...salt, ...new TextEncoder().encode(bodyText)]);
  return encode(new Uint8Array(await crypto.subtle.digest("SHA-256", joined)));
}
