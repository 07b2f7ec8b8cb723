/**
 * The tablet's worker of a release. `/sw.js` imports this file and calls `start` while it is evaluated, so that every
 * listener stands in time.
 */
import { sweepCounter } from "../static/js/store/counter_life.js";
import { drain } from "../static/js/sync/push.js";
import { announce } from "../static/js/sync/tabs.js";
import { listen } from "./listening.js";

/** @param {{release: string, assets: string[], pages: string[], bundle: string}} kept paths on this origin */
export function start(kept) {
  // A clerk's machine forgets in time, whichever page of the tablet somebody opens.
  listen(kept, sweepCounter);

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
