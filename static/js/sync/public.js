/**
 * What a citizen has queued, sent through the anonymous door: no signature, no cookie, each operation until an answer
 * names its id. Whoever waits for an answer listens to `gandan:told` on window: detail is the list of results.
 */
import { answered, keep, queued } from "../store/citizen.js";
import { deliverPhotos } from "./public_photo.js";

const ADDRESS = "/sync/v1/public";
const TOLD = "told";
const MOST = 20;
const SILENCE_MS = 20_000;
const STATUSES = ["ok", "merged", "conflict", "rejected", "parked"];

let underWay = null;
let afterwards = null;
let notBefore = 0;

async function send(operations) {
  const silence = AbortSignal.timeout(SILENCE_MS);
  const response = await fetch(ADDRESS, {
    method: "POST",
    credentials: "omit",
    redirect: "error",
    cache: "no-store",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ ops: operations }),
    signal: silence,
  });
  // A page of some Wi-Fi is not our server.
  if (!response.headers.has("GD-Proto")) return null;
  const wait = Number(response.headers.get("Retry-After"));
  if (wait) notBefore = Date.now() + wait * 1000;
  return response.ok ? (await response.json()).results : null;
}

async function round() {
  const told = [];
  for (;;) {
    const waiting = (await queued()).slice(0, MOST);
    if (!waiting.length || Date.now() < notBefore) return told;
    const results = await send(waiting);
    const known = results?.filter(({ op, status }) => STATUSES.includes(status) && waiting.some((one) => one.op === op));
    if (!known?.length) return told.length ? told : null;
    for (const result of known) {
      // The code must not be lost when the page is closed before anybody has read it.
      await keep(TOLD, result.op, result);
      await answered(result.op);
    }
    told.push(...known);
    dispatchEvent(new CustomEvent("gandan:told", { detail: known }));
  }
}

/**
 * Sends what waits. A round that is under way may have looked before the latest was queued: whoever comes meanwhile has
 * another one behind it, and is told of both.
 * @returns {Promise<{op: string, status: string, code: string, fields: object, told: object}[] | null>} null: there is
 *   no network, or it is not our server; everything still waits
 */
export function deliver() {
  if (underWay) {
    afterwards ??= underWay
      .finally(() => {
        afterwards = null;
      })
      .then(async (first) => {
        // Without a network one try is enough.
        const second = first && (await deliver());
        return second ? [...first, ...second] : first?.length ? first : null;
      });
    return afterwards;
  }
  underWay = round()
    .catch((error) => {
      if (error.name === "StorageError") throw error;
      return null;
    })
    .finally(() => {
      underWay = null;
      // Not waited for: the code of what was said comes before its photos.
      deliverPhotos();
    });
  return underWay;
}
