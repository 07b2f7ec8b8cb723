/** How each kind of request is answered. A dead network costs 4 s once, then nothing for 15 s. */
import { keepAsset, kept, keepVisited, visited } from "./cache.js";

const SILENCE_MS = 4000;
const BREAKER_MS = 15_000;
const GATEWAY = [502, 503, 504];
/** A tablet's, or a citizen's: a phone keeps one of them. */
const OFFLINE_PAGES = ["/truc/ngoai-tuyen", "/ngoai-tuyen"];

let brokenUntil = 0;
let answered = 0;

/** The network's answer, or null when there is none in time. A reload by hand asks the network in any case. */
async function network(request) {
  if (Date.now() < brokenUntil && request.cache === "default") return null;
  const before = answered;
  const silence = new AbortController();
  const timer = setTimeout(() => silence.abort(), SILENCE_MS);
  try {
    const response = await fetch(request, { signal: silence.signal });
    answered += 1;
    brokenUntil = GATEWAY.includes(response.status) ? Date.now() + BREAKER_MS : 0;
    return brokenUntil ? null : response;
  } catch {
    // One that was asked later has been answered: the line is back.
    if (before === answered) brokenUntil = Date.now() + BREAKER_MS;
    return null;
  } finally {
    clearTimeout(timer);
  }
}

const path = (request) => new URL(request.url).pathname;
async function offline(release) {
  for (const page of OFFLINE_PAGES) {
    const held = await kept(release, page);
    if (held) return held;
  }
  return Response.error();
}

/** Immutable files: from the cache, else from the network and kept for the next time. */
async function asset(request, release, later) {
  const held = await kept(release, path(request));
  if (held) return held;
  try {
    const response = await fetch(request);
    later(keepAsset(release, path(request), response.clone()));
    return response;
  } catch (error) {
    // A page of an older release, offline: today's file of the same name is better than none.
    const now = await kept(release, path(request).replace(/^\/r\/[^/]+/, `/r/${release}`));
    if (now) return now;
    throw error;
  }
}

/** Pages without a person in them: at once from the cache, whatever the network does. */
const keptPage = async (request, release) =>
  (await kept(release, path(request))) ?? (await network(request)) ?? offline(release);

/** What everybody may read: the network first; what was read once, or came with the release, opens offline. */
async function publicPage(request, release, later) {
  const response = await network(request);
  if (!response) return (await visited(path(request))) ?? (await kept(release, path(request))) ?? offline(release);
  if (!new URL(request.url).search) later(keepVisited(path(request), response.clone()));
  return response;
}

/** Everything personal: the network, or the page that says there is none. Never kept. */
const page = async (request, release) => (await network(request)) ?? offline(release);

/** By the names of routes.js: (request, release, later) → Promise<Response>; `later` outlives the answer. */
export const strategies = { asset, kept: keptPage, public: publicPage, page };
