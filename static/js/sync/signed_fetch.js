/**
 * The only way to /sync/. It signs as the device, gives up after 20 s, and says what kind of answer came:
 * only an answer that carries GD-Proto is our server's; a login page of the lobby's Wi-Fi is not a success.
 */
import { encode } from "../core/base64.js";
import { ofRequest } from "../core/signed_text.js";
import { forgetCounter } from "../store/counter_life.js";
import { identity, readmitted, signingKey } from "../store/identity.js";
import { sendAgainFrom } from "../store/outbox.js";
import { clockOffset, directed, heard } from "../store/server_contact.js";

const SILENCE_MS = 20_000;
const SMALL_BYTES = 1024;
const NEAR_MS = 4000;
const OURS = "GD-Proto";

/** Requests under way. @type {Set<{silence: AbortController, startedAt: number}>} */
const underWay = new Set();

/** Gives up what has had no answer for so long: the network is back, and these were sent into the hole. */
export function abandon(olderThanMs) {
  const limit = Date.now() - olderThanMs;
  for (const { silence, startedAt } of underWay) if (startedAt < limit) silence.abort();
}

/**
 * @typedef {object} Answer
 * @property {"answer" | "problem" | "busy" | "offline" | "captive" | "not_our_server"} kind
 * @property {number} [status] @property {any} [json] @property {string} [code] @property {string} [title]
 * @property {string} [text] instead of json, when the answer comes in lines
 * @property {number} [retryAfterMs] @property {boolean} [reached] our own server spoke
 */

async function gzipped(bytes) {
  if (bytes.length <= SMALL_BYTES || !globalThis.CompressionStream) return null;
  const stream = new Blob([bytes]).stream().pipeThrough(new CompressionStream("gzip"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

async function signature(method, path, body) {
  const [who, key, offset] = await Promise.all([identity(), signingKey(), clockOffset()]);
  if (!who || !key) return null;
  const at = String(Date.now() - offset);
  const nonce = encode(crypto.getRandomValues(new Uint8Array(16)));
  const signed = await ofRequest(method, path, body, at, nonce);
  const raw = await crypto.subtle.sign({ name: "ECDSA", hash: "SHA-256" }, key, signed);
  return {
    "GD-Device": `${who.ward.id}.${who.device.id}`,
    "GD-At": at,
    "GD-Nonce": nonce,
    "GD-Signature": encode(new Uint8Array(raw)),
  };
}

/** Retry-After in seconds or as a date → ms; 0 for none. */
function retryAfter(headers) {
  const text = headers.get("Retry-After");
  if (!text) return 0;
  const ms = /^\d+$/.test(text) ? Number(text) * 1000 : Date.parse(text) - Date.now();
  return Math.max(0, ms) || 0;
}

/** What an answer is, from its status, headers and text. */
function classify(response, text) {
  const { status, headers } = response;
  const reached = headers.has(OURS);
  const retryAfterMs = retryAfter(headers);
  let json = null;
  try {
    json = JSON.parse(text);
  } catch {
    // Told apart below.
  }
  const { code = `http_${status}`, title = "" } = json ?? {};
  const refused = { status, code, title, retryAfterMs, reached };
  if (status === 429 || (status >= 500 && status !== 511)) return { kind: "busy", ...refused };
  // A proxy's own size limit is an answer to the size, whoever gives it.
  if (status === 413) return { kind: "problem", ...refused };
  if (!reached) {
    const html = /html/.test(headers.get("Content-Type") ?? "") || /^\s*</.test(text);
    const login = response.type === "opaqueredirect" || (status >= 300 && status < 400) || status === 511;
    return { kind: login || (status === 200 && html) ? "captive" : "not_our_server", status, reached };
  }
  if (status === 200 && /ndjson/.test(headers.get("Content-Type"))) return { kind: "answer", status, text, reached };
  if (!json || typeof json !== "object") return { kind: "not_our_server", status, reached: false };
  if (status >= 400) return { kind: "problem", ...refused };
  return { kind: "answer", status, json, reached };
}

async function once(method, path, body, { signed, silenceMs }) {
  const zipped = body && (await gzipped(body));
  const bytes = zipped ?? body ?? new Uint8Array();
  const proof = signed ? await signature(method, path, bytes) : {};
  if (!proof) return { kind: "problem", status: 401, code: "not_enrolled", title: "", reached: false };
  const silence = new AbortController();
  const timer = setTimeout(() => silence.abort(), silenceMs);
  const startedAt = Date.now();
  const request = { silence, startedAt };
  underWay.add(request);
  try {
    const response = await fetch(new URL(path, location.origin), {
      method,
      body: body ? bytes : undefined,
      headers: {
        // Refusals come as a sentence: in the language of the page that asks, or of our people.
        "Accept-Language": globalThis.document?.documentElement.lang || "vi",
        ...proof,
        ...(body && { "Content-Type": "application/json" }),
        ...(zipped && { "Content-Encoding": "gzip" }),
      },
      credentials: "omit",
      redirect: "manual",
      cache: "no-store",
      signal: silence.signal,
    });
    const answer = classify(response, await response.text());
    const serverMs = Number(response.headers.get("GD-Time"));
    const now = Date.now();
    // A slow upload says little about clocks, unless the server complains of ours.
    if (answer.reached && serverMs && (now - startedAt < NEAR_MS || answer.code === "clock_skew")) {
      // What anybody may ask speaks for no ward.
      const incarnation = (signed && response.headers.get("GD-Inc")) || "";
      await heard(Math.round((startedAt + now) / 2) - serverMs, incarnation, now);
    }
    if (signed && answer.kind === "answer") await directed(response.headers.get("GD-Do") ?? "");
    return answer;
  } catch (error) {
    if (error?.name === "StorageError") throw error;
    return { kind: "offline", reached: false };
  } finally {
    clearTimeout(timer);
    underWay.delete(request);
  }
}

/**
 * A wrong clock is corrected by the server's time, and the request repeated. So is one that the browser itself has sent
 * twice because its first connection died: the answer that it refuses the second time is not about what was asked.
 */
async function punctual(...request) {
  const answer = await once(...request);
  return ["clock_skew", "request_replayed"].includes(answer.code) ? once(...request) : answer;
}

/**
 * A server restored from before this device was enrolled: its certificate is the proof. What it sent waits again.
 * @returns {Promise<Answer>} `refusal` itself when the certificate does not help
 */
async function showCertificate(refusal) {
  const { certificate } = await identity();
  const body = new TextEncoder().encode(JSON.stringify({ certificate }));
  const answer = await punctual("POST", "/sync/v1/readmit", body, { signed: true, silenceMs: SILENCE_MS });
  if (answer.kind === "problem") return refusal;
  if (answer.kind === "answer") {
    await sendAgainFrom(answer.json.next_q, true);
    await readmitted(answer.json.device);
  }
  return answer;
}

/**
 * Sends one request as this device and classifies the answer. Never rejects for the network. Repeated once for a clock
 * that was wrong and for a device that the server had forgotten.
 * @param {"GET" | "POST"} method
 * @param {string} path beginning with /sync/v1/
 * @param {string | null} body JSON text, sent as it is
 * @param {{signed?: boolean, silenceMs?: number}} [how]
 * @returns {Promise<Answer>}
 */
export async function signedFetch(method, path, body = null, how = {}) {
  const bytes = body === null ? null : new TextEncoder().encode(body);
  const options = { signed: true, silenceMs: SILENCE_MS, ...how };
  const answer = await punctual(method, path, bytes, options);
  if (answer.code === "device_revoked") await forgetCounter();
  if (answer.code !== "device_unknown") return answer;
  const admitted = await showCertificate(answer);
  return admitted.kind === "answer" ? once(method, path, bytes, options) : admitted;
}
