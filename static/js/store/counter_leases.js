/** The leases that this machine must give back when its shift ends. */
import { transact } from "./database.js";

/** @returns {Promise<string[]>} ids; from now on the machine holds none */
export function giveUpLeases() {
  return transact(["meta"], "readwrite", async (at) => {
    const held = await at.get("meta", "counter_numbers");
    if (!held) return [];
    // Numbers that were printed stay in mind until the server has them: its next pack may still call them free.
    await at.put("meta", { leases: [], used: held.used, asked: [] }, "counter_numbers");
    return [...new Set([...held.leases.map(({ id }) => id), ...held.asked])];
  });
}
