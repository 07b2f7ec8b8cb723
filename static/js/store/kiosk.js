/** Whether this machine stands in a lobby for everybody, and how everything of one visitor leaves it. */
import { all, forgetAll, queued } from "./citizen.js";
import { forgetDrafts } from "./draft.js";

const KEY = "gandan.kiosk";

export const isKiosk = () => localStorage.getItem(KEY) === "1";

export const setKiosk = (on) => (on ? localStorage.setItem(KEY, "1") : localStorage.removeItem(KEY));

/** Nothing of the visitor stays: what was kept, what waits to be sent, drafts, whatever else this tab remembers. */
export async function wipe() {
  await forgetAll();
  await forgetDrafts();
  sessionStorage.clear();
}

/** @returns {Promise<number>} what the visitor has sent and the ward has not received yet */
export const unsent = async () => (await queued()).length + (await all("photo")).length;
