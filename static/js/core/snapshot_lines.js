/** A snapshot as it comes: a head, a line for each row, an end that tells their number and sum. */
import { shortHash } from "./scope_sum.js";

/**
 * Twin: app/rules/snapshot_lines.py.
 * @returns {Promise<{head: object, rows: Record<string, object[]>} | null>} null: cut off or changed on the way
 */
export async function readSnapshot(text) {
  const lines = text.trimEnd().split("\n");
  const sum = await shortHash(lines.slice(0, -1).join("\n"));
  try {
    const found = lines.map((line) => JSON.parse(line));
    const end = found.pop();
    const { head } = found.shift();
    if (!head || end.end !== found.length || end.sum !== sum) return null;
    const rows = {};
    for (const { k, r } of found) (rows[k] ??= []).push(r);
    return { head, rows };
  } catch {
    return null;
  }
}
