/** Which request the worker answers, and how. Everything else goes to the network as if there were no worker. */
/** Kept where somebody opened them: what strangers read, and the page of a clerk's machine (nobody is in it either). */
const PUBLIC = /^\/(|thu-tuc(\/[^/]+)?|to-khai\/[^/]+|lam-gi|so-thu-tu|man-hinh\/[^/]+|xac-minh|X|truc\/(quay|so|quet|tham-ho))$/;
/** Of what the release brings along, what the network is asked for first: other words today than when it was kept. */
const FRESH = /^\/(|so-thu-tu)$/;
const FILE = /\.(pdf|xlsx|csv)$/;

/**
 * @param {Request} request
 * @param {{origin: string, assets: Set<string>, pages: Set<string>}} shell paths that the release holds
 * @returns {"asset" | "kept" | "public" | "page" | null} null: not ours. Never anything but GET (an engine has sent
 *   empty bodies for re-fetched POSTs), never a fragment, never a file
 */
export function route(request, { origin, assets, pages }) {
  const { headers, method, mode } = request;
  const url = new URL(request.url);
  if (method !== "GET" || url.origin !== origin || headers.has("Range") || headers.has("HX-Request")) return null;
  if (url.pathname.startsWith("/r/") || assets.has(url.pathname)) return "asset";
  if (mode !== "navigate" || FILE.test(url.pathname)) return null;
  if (pages.has(url.pathname) && !FRESH.test(url.pathname)) return "kept";
  return PUBLIC.test(url.pathname) ? "public" : "page";
}
