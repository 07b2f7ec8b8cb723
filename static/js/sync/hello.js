/** Is our server there? `navigator.onLine` is only a hint; the echo of a nonce is an answer (from no cache). */
import { encode } from "../core/base64.js";
import { signedFetch } from "./signed_fetch.js";

/**
 * @param {{silenceMs?: number}} [how] how long to wait for the answer
 * @returns {Promise<{ok: true, timeMs: number} | {ok: false, kind: string}>}
 */
export async function hello(how = {}) {
  const nonce = encode(crypto.getRandomValues(new Uint8Array(12)));
  const answer = await signedFetch("GET", `/sync/v1/hello?n=${nonce}`, null, { signed: false, ...how });
  if (answer.kind === "answer" && answer.json?.n === nonce) return { ok: true, timeMs: answer.json.time_ms };
  return { ok: false, kind: answer.kind === "answer" ? "not_our_server" : answer.kind };
}
