/**
 * What every worker of ours listens to. A new release waits until a page, idle and clean, asks for it.
 */
import { forgetOldReleases, precache, refreshPages } from "./cache.js";
import { route } from "./routes.js";
import { strategies } from "./strategies.js";

/**
 * @param {{release: string, assets: string[], pages: string[], bundle: string}} kept paths on this origin
 * @param {() => Promise<any>} [opened] done beside every kept page that is opened
 */
export function listen(kept, opened = async () => {}) {
  const { release, assets, pages } = kept;
  const shell = { origin: self.location.origin, assets: new Set(assets), pages: new Set(pages) };

  self.addEventListener("install", (event) => event.waitUntil(precache(kept)));

  self.addEventListener("activate", (event) => {
    event.waitUntil(forgetOldReleases(release).then(() => self.clients.claim()));
  });

  self.addEventListener("fetch", (event) => {
    const name = route(event.request, shell);
    const later = (work) => event.waitUntil(work.catch(() => {}));
    if (name === "kept") later(opened());
    if (name) event.respondWith(strategies[name](event.request, release, later));
  });

  self.addEventListener("message", (event) => {
    if (event.data?.type === "activate") self.skipWaiting();
    if (event.data?.type === "refresh-pages") {
      const answer = (done) => event.ports[0]?.postMessage(done);
      event.waitUntil(refreshPages(kept).then(() => answer(true), () => answer(false)));
    }
  });
}
