/**
 * What is being typed, for 30 minutes, encrypted with a key that lives only in this tab's sessionStorage: a killed tab
 * gets it back, the next person does not. A draft whose key is gone is unreadable and is swept away with time.
 * Slots: "draft" (the form), "last" (the last record, for another one of the same person).
 */
import { decode, encode } from "../core/base64.js";
import { transact } from "./database.js";

const LIFE_MS = 30 * 60_000;
const KEY = "gandan.draft";
const DRAFTS = () => IDBKeyRange.bound("draft:", "draft;");

/** The tab's key: "<name>.<raw key>"; the name keeps the drafts of two tabs apart. */
function tabKey(make) {
  let held = sessionStorage.getItem(KEY);
  if (!held && make) {
    const random = (size) => encode(crypto.getRandomValues(new Uint8Array(size)));
    held = `${random(6)}.${random(32)}`;
    sessionStorage.setItem(KEY, held);
  }
  return held?.split(".");
}

const aesKey = (raw) => crypto.subtle.importKey("raw", decode(raw), "AES-GCM", false, ["encrypt", "decrypt"]);

/** @param {any} value JSON; nothing readable of it is written anywhere */
export async function saveDraft(value, slot = "draft") {
  const [name, raw] = tabKey(true);
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const plain = new TextEncoder().encode(JSON.stringify(value));
  const sealed = await crypto.subtle.encrypt({ name: "AES-GCM", iv }, await aesKey(raw), plain);
  // Locked in the meantime: the key is gone, and the draft must be.
  if (tabKey()?.[0] !== name) return;
  const row = { slot, iv, sealed, savedAt: Date.now() };
  await transact(["meta"], "readwrite", (at) => at.put("meta", row, `draft:${name}:${slot}`));
}

/** @returns {Promise<{value: any, savedAt: number} | null>} */
export async function loadDraft(slot = "draft") {
  await sweepDrafts();
  const [name, raw] = tabKey() ?? [];
  const row = name && (await transact(["meta"], "readonly", (at) => at.get("meta", `draft:${name}:${slot}`)));
  if (!row) return null;
  try {
    const plain = await crypto.subtle.decrypt({ name: "AES-GCM", iv: row.iv }, await aesKey(raw), row.sealed);
    return { value: JSON.parse(new TextDecoder().decode(plain)), savedAt: row.savedAt };
  } catch {
    await eraseDraft(slot);
    return null;
  }
}

export async function eraseDraft(slot = "draft") {
  const [name] = tabKey() ?? [];
  if (name) await transact(["meta"], "readwrite", (at) => at.delete("meta", `draft:${name}:${slot}`));
}

/** Erases what is older than its life, whoever typed it and whichever page is open (R21). */
export function sweepDrafts(lifeMs = LIFE_MS) {
  return transact(["meta"], "readwrite", async (at) => {
    const [keys, rows] = await Promise.all([at.keys("meta", DRAFTS()), at.all("meta", DRAFTS())]);
    for (const [i, row] of rows.entries()) {
      if (Math.abs(Date.now() - row.savedAt) > lifeMs) await at.delete("meta", keys[i]);
    }
  });
}

/** Every draft of every tab, and this tab's key. */
export async function forgetDrafts() {
  sessionStorage.removeItem(KEY);
  await sweepDrafts(-1);
}
