/**
 * A sealed declaration as the texts of a few QR codes, and back. One text:
 *
 *   GDTK1/ward/key/whole/2-4/check/part
 *
 * `ward`, `key`: whose code it is, and which of its keys opens it; `whole`: eight symbols of the hash of all parts, the
 * same on each of them, so that parts of two declarations are never mixed; `2-4`: the second of four; `check`: four
 * symbols of the hash of everything else on this text. Capitals, digits, "/" and "-" alone: a QR code writes them in its
 * alphanumeric mode, and cameras of old telephones read them.
 */
import { decode, encode } from "./base32.js";

const FORMAT = "GDTK1";
const OURS = /^GDTK(\d+)\//;
const FRAME = /^(GDTK1\/([0-9A-Z]{4})\/([0-9]{4}[0-9A-Z]{4})\/([0-9A-Z]{8})\/([0-9]{1,2})-([0-9]{1,2})\/)([0-9A-Z]{4})\/([0-9A-Z]+)$/;
/** With its head it fills a code of version 13, 69 modules wide: large enough on a screen of 360 pixels. */
const PART_MOST = 576;
/** A declaration of the most that its rule allows is no longer. */
const FRAMES_MOST = 99;

const hashed = async (bytes, symbols) =>
  encode(new Uint8Array(await crypto.subtle.digest("SHA-256", bytes)).slice(0, 10)).slice(0, symbols);
const checkOf = (head, part) => hashed(new TextEncoder().encode(head + part), 4);

/**
 * @param {Uint8Array} sealed @param {{mark: string, key: string}} to the ward and its key
 * @returns {Promise<string[]>} one text a code, all of one length but the last. Rejects with RangeError: too long
 */
export async function framesOf(sealed, { mark, key }) {
  const text = encode(sealed);
  const count = Math.ceil(text.length / PART_MOST);
  if (count > FRAMES_MOST) throw new RangeError("too long");
  const size = Math.ceil(text.length / count);
  const whole = await hashed(sealed, 8);
  return Promise.all(
    Array.from({ length: count }, async (_, at) => {
      const head = `${FORMAT}/${mark}/${key}/${whole}/${at + 1}-${count}/`;
      const part = text.slice(at * size, (at + 1) * size);
      return `${head}${await checkOf(head, part)}/${part}`;
    }),
  );
}

/**
 * @param {string} text of one code
 * @returns {Promise<{mark: string, key: string, whole: string, at: number, count: number, part: string} |
 *   {wrong: "alien" | "newer" | "damaged"}>} at: from 1
 */
async function read(text) {
  const trimmed = text.trim().toUpperCase();
  const format = OURS.exec(trimmed);
  if (!format) return { wrong: "alien" };
  if (format[1] !== "1") return { wrong: "newer" };
  const found = FRAME.exec(trimmed);
  if (!found) return { wrong: "damaged" };
  const [, head, mark, key, whole, place, of, check, part] = found;
  const [at, count] = [Number(place), Number(of)];
  if (at < 1 || at > count || check !== (await checkOf(head, part))) return { wrong: "damaged" };
  return { mark, key, whole, at, count, part };
}

/** What was read so far of one declaration: its codes come in any order, and again and again. */
export class Gathering {
  constructor() {
    this.forget();
  }

  forget() {
    /** The head that all codes of this declaration share; null before the first. */
    this.of = null;
    /** @type {Map<number, string>} */
    this.parts = new Map();
  }

  /**
   * @param {string} text of one code
   * @returns {Promise<{wrong: string} | {read: number, count: number, anew: boolean, sealed: Uint8Array | null, mark: string,
   *   key: string}>} sealed: the whole, once all are read, empty if it is damaged; anew: it began with another declaration, or with none
   */
  async take(text) {
    const frame = await read(text);
    if ("wrong" in frame) return frame;
    const { mark, key, whole, at, count, part } = frame;
    const of = [mark, key, whole, count].join("/");
    const anew = this.of !== of;
    if (anew) {
      this.forget();
      this.of = of;
    }
    this.parts.set(at, part);
    const told = { read: this.parts.size, count, anew, mark, key };
    if (this.parts.size < count) return { ...told, sealed: null };
    const sealed = await joined(this.parts, count, whole);
    if (!sealed.length) this.forget();
    return { ...told, sealed };
  }
}

/** All parts in their order; empty when they are not what was sealed. */
async function joined(parts, count, whole) {
  try {
    const sealed = decode(Array.from({ length: count }, (_, at) => parts.get(at + 1)).join(""));
    return (await hashed(sealed, 8)) === whole ? sealed : new Uint8Array();
  } catch {
    return new Uint8Array();
  }
}
