/** Keeps a public page that is open, with everything it has loaded, so that it opens without a network the next time. */
import { registerWorker } from "./worker_registration.js";

/** The cache of sw/cache.js for pages that were visited. */
const VISITED = "gandan_visited";

/** The worker of this page; on a first visit it arrives after the page. */
async function controlled() {
  const workers = navigator.serviceWorker;
  if (!workers.controller) await new Promise((resolve) => workers.addEventListener("controllerchange", resolve));
}

/**
 * @param {string[]} paths addresses of this one page
 * @returns {Promise<boolean>} false: it is not kept, and needs the network again
 */
export async function keepPage(paths) {
  try {
    if (!(await registerWorker())) return false;
    await controlled();
    const files = performance.getEntriesByType("resource").map(({ name }) => new URL(name));
    const ours = files.filter(({ origin, pathname }) => origin === location.origin && pathname.startsWith("/r/"));
    // Through the worker, which keeps them. From the browser's own cache: the page has just loaded them.
    await Promise.all(ours.map((file) => fetch(file)));
    const response = await fetch(paths[0], { cache: "no-cache" });
    if (response.headers.get("GD-Kept") !== "public") return false;
    const cache = await caches.open(VISITED);
    await Promise.all(paths.map((path) => cache.put(path, response.clone())));
    return true;
  } catch {
    return false;
  }
}
