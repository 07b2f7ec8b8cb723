/** The lists of the ward (points, neighbourhoods, buildings, procedures, staff names) as the server last gave them. */
import { transact } from "./database.js";

const read = (key) => transact(["reference"], "readonly", (at) => at.get("reference", key));

/** @returns {Promise<object | null>} {version, points, neighbourhoods, buildings, procedures, staff} */
export const reference = async () => (await read("lists")) ?? null;

/** @returns {Promise<{etag: string, checkedAt: number}>} of what is kept */
export const referenceCheck = async () => (await read("check")) ?? { etag: "", checkedAt: 0 };

/** Lists and their tag together: a tag without its lists would keep them away for ever. */
export function saveReference(lists, etag, checkedAt) {
  return transact(["reference"], "readwrite", async (at) => {
    await at.put("reference", lists, "lists");
    await at.put("reference", { etag, checkedAt }, "check");
  });
}

/** The server says that nothing has changed. */
export function referenceUnchanged(checkedAt) {
  return transact(["reference"], "readwrite", async (at) => {
    await at.put("reference", { ...(await at.get("reference", "check")), checkedAt }, "check");
  });
}
