/**
 * Declarations for a dead network: fetched by themselves when a citizen's phone comes to a second page or stays with
 * its first, so that the first visit stays small. Which there are is read from the list that the worker keeps.
 */
import { monthOf } from "../core/scan_month.js";

/** The cache of sw/cache.js for public pages. */
const VISITED = "gandan_visited";
const LIST = "/to-khai";
const FORM = /href="(\/to-khai\/[a-z0-9-]+)"/g;
/** Whoever looks at the first page so long has it whole, and may be in a lift next. */
const STAYS_MS = 10_000;
const FILE = /(?:href|src)="(\/r\/[^"#]+\.(?:js|css))"/g;

/**
 * @param {boolean} [asked] somebody looks at declarations: also on a first visit, where the worker comes after the page
 * @returns {Promise<boolean>} whether every form opens without a network from now on
 */
export async function keepForms(asked = false) {
  const workers = navigator.serviceWorker;
  if (!workers || (!asked && navigator.connection?.saveData)) return false;
  if (!workers.controller) {
    await new Promise((resolve) => workers.addEventListener("controllerchange", resolve));
    if (!asked) await new Promise((resolve) => setTimeout(resolve, STAYS_MS));
  }
  const list = await (await caches.match(LIST))?.text();
  // What a form is sealed with, when it is shown as a code, changes with the month.
  const month = `data-key-month="${monthOf(Date.now())}"`;
  const release = list?.match(/\/r\/[0-9a-f]+\//)?.[0];
  const cache = await caches.open(VISITED);
  let reachable = true;
  for (const [, address] of list?.matchAll(FORM) ?? []) {
    const held = await (await cache.match(address))?.text();
    if (held?.includes(release) && held.includes(month)) continue;
    reachable = reachable && (await keepForm(cache, address));
    // Without a network what is held is good enough, if it is of this release.
    if (!reachable && !held?.includes(release)) return false;
  }
  return Boolean(list);
}

async function keepForm(cache, address) {
  try {
    const response = await fetch(address, { cache: "no-cache" });
    if (!response.ok || response.headers.get("GD-Kept") !== "public") return false;
    const files = [...(await response.clone().text()).matchAll(FILE)].map(([, file]) => file);
    // Through the worker, which keeps them.
    await Promise.all(files.map((file) => fetch(file)));
    await cache.put(address, response);
    return true;
  } catch {
    return false;
  }
}
