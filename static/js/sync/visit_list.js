/** Asks for the lines of those whom the lead on duty should visit; nobody else's device asks, and none is answered. */
import { shift } from "../store/identity.js";
import { forgetVisitList, keepVisitList } from "../store/visit_list.js";
import { signedFetch } from "./signed_fetch.js";

/** Answers after which this device knows nothing of any household any more. */
const NOT_OURS = ["device_draining", "device_revoked", "not_enrolled", "visits_for_leads"];

let latest = 0;

/** @returns {Promise<boolean>} whether the server told them now; of several questions the last one counts */
export async function pullVisitList() {
  const current = await shift();
  if (!current || current.locked || current.role !== "lead") return false;
  const mine = (latest += 1);
  const answer = await signedFetch("GET", "/sync/v1/follow-ups");
  if (NOT_OURS.includes(answer.code)) await forgetVisitList();
  if (answer.kind !== "answer" || !Array.isArray(answer.json.lines) || mine !== latest) return false;
  await keepVisitList(answer.json, current.id, Date.now());
  return true;
}
