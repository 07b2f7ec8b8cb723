/**
 * The service worker of a release. `/sw.js` imports this file and calls `start` while it is evaluated, so that every
 * listener stands in time. A new release waits until a page, idle and clean, asks for it.
 */
import { sweepCounter } from "../static/js/store/counter_life.js";
import { drain } from "../static/js/sync/push.js";
import { announce } from "../static/js/sync/tabs.js";
import { forgetOldReleases, precache, refreshPages } from "./cache.js";
import { route } from "./routes.js";
import { strategies } from "./strategies.js";

/** @param {{release: string, assets: string[], pages: string[], bundle: string}} kept paths on this origin */
export function start(kept) {
  const { release, assets, pages } = kept;
  const shell = { origin: self.location.origin, assets: new Set(assets), pages: new Set(pages) };

  self.addEventListener("install", (event) => event.waitUntil(precache(kept)));

  self.addEventListener("activate", (event) => {
    event.waitUntil(forgetOldReleases(release).then(() => self.clients.claim()));
  });

  self.addEventListener("fetch", (event) => {
    const name = route(event.request, shell);
    const later = (work) => event.waitUntil(work.catch(() => {}));
    // A clerk's machine forgets in time, whichever page of the tablet somebody opens.
    if (name === "kept") later(sweepCounter());
    if (name) event.respondWith(strategies[name](event.request, release, later));
  });

  self.addEventListener("message", (event) => {
    if (event.data?.type === "activate") self.skipWaiting();
    if (event.data?.type === "refresh-pages") {
      const answer = (done) => event.ports[0]?.postMessage(done);
      event.waitUntil(refreshPages(kept).then(() => answer(true), () => answer(false)));
    }
  });

  // Background Sync: a rejected promise makes the browser try again later.
  self.addEventListener("sync", (event) => {
    const deliver = async () => {
      const answer = await drain();
      announce();
      if (answer.kind !== "done") throw new Error(answer.kind);
    };
    event.waitUntil(deliver());
  });
}
