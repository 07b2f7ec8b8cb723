/**
 * Rescued work of other devices that this one carries to the server: sealed and signed by the device that made it, kept
 * until the server has answered for it.
 */
import { transact } from "./database.js";

const ALL = () => IDBKeyRange.bound("parcel:", "parcel;");

/** @param {{sig: string, count: number, file: string}[]} found the same parcel opened twice is kept once */
export function keepParcels(found) {
  return transact(["lanes"], "readwrite", async (at) => {
    for (const parcel of found) await at.put("lanes", parcel, `parcel:${parcel.sig}`);
  });
}

/** @returns {Promise<{sig: string, count: number, file: string, refused?: string}[]>} refused: the server's sentence */
export const parcels = () => transact(["lanes"], "readonly", (at) => at.all("lanes", ALL()));

/** @returns {Promise<number>} operations of other devices that the server took from this one */
export const carried = async () => (await transact(["lanes"], "readonly", (at) => at.get("lanes", "carried"))) ?? 0;

export function parcelDelivered({ sig, count }) {
  return transact(["lanes"], "readwrite", async (at) => {
    if (!(await at.get("lanes", `parcel:${sig}`))) return;
    await at.delete("lanes", `parcel:${sig}`);
    await at.put("lanes", ((await at.get("lanes", "carried")) ?? 0) + count, "carried");
  });
}
