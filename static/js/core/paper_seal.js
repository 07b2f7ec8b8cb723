/**
 * What a printed sheet's QR code says, read and checked in the browser. Twin: app/rules/paper_seal.py, which draws the
 * fields and says why, and app/ledger/paper_seal.py (tests/cases/paper_seal.json).
 */
import { decode } from "./base32.js";
import { checkTracking } from "./tracking.js";

const LENGTH_MAX = 300;
const NAMES = ["version", "key", "ward", "kind", "number", "register", "year", "issued", "due", "digest", "code"];
const NUMBER = "[1-9][0-9]{0,6}";
const SYMBOL = "[0-9A-HJKMNP-TV-Z]";
const DAY = "[0-9]{6}";
const SPELLING = new RegExp(
  `^GD1\\.${SYMBOL}{8}\\.${NUMBER}\\.0[1-7]\\.(?:${NUMBER}\\.[A-Z][A-Z0-9-]{0,9}\\.20[0-9]{2}|\\.\\.)` +
    `\\.${DAY}\\.(?:${DAY})?\\.${SYMBOL}{13}\\.(?:${SYMBOL}{12})?$`,
);

/** "2026-11-20" of "261120"; throws for a day that no calendar has. */
function day(short) {
  const text = `20${short.slice(0, 2)}-${short.slice(2, 4)}-${short.slice(4)}`;
  if (new Date(`${text}T00:00:00Z`).toISOString().slice(0, 10) !== text) throw new Error("not a day");
  return text;
}

/**
 * @param {string} text what was scanned or pasted: an address or its end alone
 * @returns {{outcome: "unreadable" | "newer"} | {sheet: Record<string, any>, said: string, signature: Uint8Array}}
 */
export function readSeal(text) {
  const end = text.slice(0, 4 * LENGTH_MAX).replace(/\s+/g, "").split("#").at(-1).toUpperCase();
  const found = /GD([0-9]+)\.[A-Z0-9.-]*/.exec(end);
  if (!found) return { outcome: "unreadable" };
  if (Number(found[1]) > 1) return { outcome: "newer" };
  const at = found[0].lastIndexOf(".");
  const said = found[0].slice(0, at);
  try {
    const signature = decode(found[0].slice(at + 1));
    const parts = said.split(".");
    const fields = Object.fromEntries(NAMES.map((name, place) => [name, parts[place]]));
    const { key, kind, register, digest, code } = fields;
    if (signature.length !== 64 || !SPELLING.test(said) || (code && !checkTracking(code))) return { outcome: "unreadable" };
    const sheet = {
      ...{ key, kind, register, digest, code },
      ward: Number(fields.ward),
      number: Number(fields.number),
      year: Number(fields.year),
      issued_on: day(fields.issued),
      due_on: fields.due && day(fields.due),
    };
    return { sheet, said, signature };
  } catch {
    return { outcome: "unreadable" };
  }
}

/** "12/TNHS/2026", below 10 with its zero as on paper; "" for a sheet without a number. */
export const fullNumber = ({ number, register, year }) =>
  number ? `${String(number).padStart(2, "0")}/${register}/${year}` : "";

/**
 * @param {string} text
 * @param {{id: string, ward: number, name: string, public: Uint8Array}[]} keys
 * @returns {Promise<{outcome: string, sheet?: Record<string, any>, ward?: string}>} outcome: genuine, forged,
 *   other_ward (a key that is not held here), unreadable, newer, or cannot: this browser knows no Ed25519
 */
export async function checkSeal(text, keys) {
  const read = readSeal(text);
  if ("outcome" in read) return read;
  const { sheet, said, signature } = read;
  const held = keys.filter(({ id }) => id === sheet.key);
  if (!held.length) return { outcome: "other_ward", sheet };
  const bytes = new TextEncoder().encode(`gandan/paper/1\n${said}`);
  for (const { public: raw, ward, name } of held) {
    let good;
    try {
      const key = await crypto.subtle.importKey("raw", raw, "Ed25519", false, ["verify"]);
      good = await crypto.subtle.verify("Ed25519", key, signature, bytes);
    } catch {
      // Also where the page came over plain http: there is no crypto.subtle.
      return { outcome: "cannot", sheet };
    }
    if (good && ward === sheet.ward) return { outcome: "genuine", sheet, ward: name };
  }
  return { outcome: "forged", sheet };
}
