/** The ward wants this device to forget everything: after it has sent the last, and has told that it obeys. */
import { erase } from "../store/database.js";
import { counts } from "../store/outbox.js";
import { parcels } from "../store/parcels.js";
import { directive } from "../store/server_contact.js";
import { signedFetch } from "./signed_fetch.js";

async function forgetBrowser() {
  for (const storage of [globalThis.localStorage, globalThis.sessionStorage]) storage?.clear();
  for (const name of (await globalThis.caches?.keys()) ?? []) await caches.delete(name);
  const workers = (await globalThis.navigator?.serviceWorker?.getRegistrations?.()) ?? [];
  await Promise.all(workers.map((worker) => worker.unregister()));
}

/**
 * Does nothing while something waits, and nothing that the ward has not ordered.
 * @returns {Promise<boolean>} everything is gone
 */
export async function wipe() {
  if ((await directive()) !== "wipe" || (await counts(null)).pending) return false;
  const carried = await parcels();
  if (carried.some(({ refused }) => !refused)) return false;
  const discarded = carried.reduce((sum, { count }) => sum + count, 0);
  const answer = await signedFetch("POST", "/sync/v1/wiped", JSON.stringify({ discarded }));
  // Revoked: the answer to the first try got lost.
  if (answer.kind !== "answer" && answer.code !== "device_revoked") return false;
  if (!(await erase())) return false;
  await forgetBrowser();
  return true;
}
