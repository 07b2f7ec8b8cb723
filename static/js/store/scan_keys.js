/**
 * What a device on duty opens citizens' declarations with: private keys that scripts cannot export. They go with the
 * shift, and 72 hours after the last word of the server (counter_life.js).
 */
import { SCAN_KEYS, sweepCounter } from "./counter_life.js";
import { transact } from "./database.js";

/** @param {{mark: string, keys: {key: string, point: Uint8Array, privateKey: CryptoKey}[]}} told the newest first */
export function keepScanKeys(told, now) {
  return transact(["meta"], "readwrite", async (at) => {
    // Handed over while the answer was on its way: nobody asked for this any more.
    if (await at.get("meta", "shift")) await at.put("meta", { ...told, keptAt: now }, SCAN_KEYS);
  });
}

/** @returns {Promise<{mark: string, keys: {key: string, point: Uint8Array, privateKey: CryptoKey}[]} | null>} */
export async function scanKeys(now = Date.now()) {
  await sweepCounter(now);
  return (await transact(["meta"], "readonly", (at) => at.get("meta", SCAN_KEYS))) ?? null;
}

export const forgetScanKeys = () => transact(["meta"], "readwrite", (at) => at.delete("meta", SCAN_KEYS));
