/** Count and checksum of a kind of pulled rows: a device that has strayed notices. Twin: app/rules/scope_sum.py. */
import { encode } from "./base64.js";
import { canonical } from "./canonical.js";

/** The first 16 letters of a text's SHA-256. */
export async function shortHash(text) {
  const hash = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  return encode(new Uint8Array(hash)).slice(0, 16);
}

/**
 * @param {{id: string}[]} rows in any order
 * @returns {Promise<[number, string]>}
 */
export async function scopeSum(rows) {
  const sorted = [...rows].sort((one, other) => (one.id < other.id ? -1 : 1));
  return [rows.length, await shortHash(sorted.map((row) => canonical(row)).join("\n"))];
}
