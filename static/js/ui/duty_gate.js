/**
 * Who is on duty on this tablet: a page that needs a shift sends an unknown device to enrolment and a closed or locked
 * shift to the shift page; else the names that belong to the page are filled in (the kept page itself names nobody).
 * A tablet that the ward takes out of service has one page left, where its last slips leave.
 */
import { identity, shift } from "../store/identity.js";
import { reference } from "../store/reference.js";
import { directive } from "../store/server_contact.js";
import { subscribe } from "../sync/schedule.js";
import { fill } from "./fill.js";

/** Tabs of one device tell each other that the shift changed or was locked. */
export const dutyChannel = () => new BroadcastChannel("gandan-duty");

/** @param {HTMLElement} element [data-duty], its value what the page needs: "shift", "device" or nothing */
export async function mount(element) {
  const needs = element.dataset.duty;
  const { lastPage } = element.dataset;
  let emptying = false;
  const check = async () => {
    const [device, current, leaving] = await Promise.all([identity(), shift(), directive()]);
    // Emptied under this very page: it stays, for it is saying so.
    if (needs && !device && emptying && location.pathname === lastPage) return;
    if (needs && !device) return location.replace(element.dataset.enrolPage);
    if (needs && leaving && location.pathname !== lastPage) return location.replace(lastPage);
    if (needs === "shift" && (!current || current.locked)) {
      return location.replace(`${element.dataset.shiftPage}?ve=${encodeURIComponent(location.pathname)}`);
    }
    const role = current && !current.locked && current.role;
    fill(element, {
      ward: device?.ward.name ?? "",
      device: device?.device.name ?? "",
      point: current?.pointName ?? "",
      person: current && !current.locked ? current.name || (await nameOf(current.staff)) : "",
      counter: ["clerk", "admin"].includes(role),
      lead: role === "lead",
      expired: current && current.expiresAtMs < Date.now() ? "yes" : "",
    });
  };
  dutyChannel().addEventListener("message", check);
  // Not away from a slip that is being typed, nor from a code that is being read out.
  const busy = () => document.querySelector("form[data-dirty], [data-saved]:not([hidden])");
  subscribe((status) => {
    emptying = status.directive === "wipe" || (emptying && !status.directive);
    if (status.directive && !busy()) check();
  });
  // A page that Back brings out of memory may have been locked since.
  addEventListener("pageshow", (event) => {
    if (event.persisted) check();
  });
  await check();
}

async function nameOf(staff) {
  const lists = await reference();
  return lists?.staff.find((person) => person.id === staff)?.name ?? "";
}
