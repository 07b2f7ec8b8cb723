/** Every page of the citizens: forgets what has had its time, sends what waits, and keeps the pages for a dead network. */
import { sweep } from "../store/citizen.js";
import { registerCitizenWorker } from "../sync/citizen_worker.js";
import { keepForms } from "../sync/keep_forms.js";
import { deliver } from "../sync/public.js";

export async function mount() {
  registerCitizenWorker().catch(() => {});
  addEventListener("online", () => deliver());
  await sweep();
  await deliver();
  await keepForms();
}
