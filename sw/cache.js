/** The caches: one per release, filled whole or not at all, and one for public pages that were visited. */
const PREFIX = "gandan-";
const VISITED = "gandan_visited";
const VISITED_LIMIT = 40;
/** Kept pages differ by language only, and that is refreshed as a whole; nothing of ours differs by other headers. */
const ANY = { ignoreSearch: true, ignoreVary: true };

const isHtml = (response) => /html/.test(response.headers.get("Content-Type") ?? "");
const sound = (response) => response.ok && !response.redirected && response.type !== "opaqueredirect";

async function fetched(url, options, allowed) {
  const response = await fetch(url, options);
  if (!sound(response) || !allowed(response)) throw new Error(`${url}: ${response.status}`);
  return [url, response];
}

/**
 * All kept pages in one answer, so that they are of one piece and share their compression. Only our server says that
 * nobody is in them; a login page of some Wi-Fi never does.
 */
async function fetchPages(bundle, urls) {
  const [, response] = await fetched(bundle, { cache: "no-cache" }, ({ headers }) => headers.has("GD-Kept"));
  const { headers, pages } = await response.json();
  return urls.map((url) => {
    if (!(url in pages)) throw new Error(`${url}: not in ${bundle}`);
    return [url, new Response(pages[url], { headers })];
  });
}

/** Assets come from the HTTP cache where they are: the page has just loaded them. */
const fetchAssets = (urls) => Promise.all(urls.map((url) => fetched(url, {}, (response) => !isHtml(response))));

async function store(name, entries) {
  const cache = await caches.open(name);
  await Promise.all(entries.map(([url, response]) => cache.put(url, response)));
}

/** Fills the release's cache; when one file fails nothing is kept and the install fails (the old release stays). */
export async function precache({ release, assets, pages, bundle }) {
  const name = PREFIX + release;
  const existed = await caches.has(name);
  const entries = (await Promise.all([fetchAssets(assets), fetchPages(bundle, pages)])).flat();
  try {
    await store(name, entries);
  } catch (error) {
    if (!existed) await caches.delete(name);
    throw error;
  }
}

/** Fetches the kept pages again, all or none. */
export async function refreshPages({ release, pages, bundle }) {
  await store(PREFIX + release, await fetchPages(bundle, pages));
  await caches.delete(VISITED);
}

/** Keeps this release and the one before: a page opened before the update still finds its files. */
export async function forgetOldReleases(release) {
  const others = (await caches.keys()).filter((name) => name.startsWith(PREFIX) && name !== PREFIX + release);
  await Promise.all(others.slice(0, -1).map((name) => caches.delete(name)));
}

/** A kept page or asset of this release, else of the release before. */
export async function kept(release, url) {
  const own = await (await caches.open(PREFIX + release)).match(url, ANY);
  return own ?? caches.match(url, ANY);
}

/** Keeps an asset that the list did not name, fetched on demand. */
export async function keepAsset(release, url, response) {
  if (sound(response) && !isHtml(response)) await store(PREFIX + release, [[url, response]]);
}

/** Keeps a visited public page, the newest few of them. */
export async function keepVisited(url, response) {
  if (!sound(response) || response.headers.get("GD-Kept") !== "public") return;
  const cache = await caches.open(VISITED);
  await cache.delete(url, ANY);
  await cache.put(url, response);
  const old = (await cache.keys()).slice(0, -VISITED_LIMIT);
  await Promise.all(old.map((request) => cache.delete(request)));
}

export const visited = async (url) => (await caches.open(VISITED)).match(url, ANY);
