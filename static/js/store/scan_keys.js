/**
 * What a device on duty opens citizens' declarations with: private keys that scripts cannot export. They name nobody;
 * they are of one enrolment, and go seven days after they were last told, at the next look.
 */
import { transact } from "./database.js";

const KEY = "scan_keys";
const LIFE_MS = 7 * 24 * 3_600_000;

/** @param {{mark: string, keys: {key: string, point: Uint8Array, privateKey: CryptoKey}[]}} told the newest first */
export function keepScanKeys(told, now) {
  return transact(["meta"], "readwrite", async (at) => {
    const [identity, shift] = [await at.get("meta", "identity"), await at.get("meta", "shift")];
    // Handed over while the answer was on its way: nobody asked for this any more.
    if (identity && shift) await at.put("meta", { ...told, device: identity.device.id, keptAt: now }, KEY);
  });
}

/** @returns {Promise<{mark: string, keys: {key: string, point: Uint8Array, privateKey: CryptoKey}[]} | null>} */
export function scanKeys(now = Date.now()) {
  return transact(["meta"], "readwrite", async (at) => {
    const [held, identity] = [await at.get("meta", KEY), await at.get("meta", "identity")];
    if (!held) return null;
    const ours = held.device === identity?.device.id;
    if (ours && Math.abs(now - held.keptAt) <= LIFE_MS) return held;
    await at.delete("meta", KEY);
    return null;
  });
}

export const forgetScanKeys = () => transact(["meta"], "readwrite", (at) => at.delete("meta", KEY));
