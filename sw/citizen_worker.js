/** The citizens' worker of a release: their pages without a network, nothing else. `/sw-dan.js` calls `start`. */
import { listen } from "./listening.js";

/** @param {{release: string, assets: string[], pages: string[], bundle: string}} kept paths on this origin */
export function start(kept) {
  listen(kept);
}
