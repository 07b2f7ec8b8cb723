/** How many on the device, how many sent, how many to look at; why nothing moves, and when it is tried again. */
import { kick, subscribe } from "../sync/schedule.js";
import { fill } from "./fill.js";

const ENROL_ANEW = ["device_unknown", "device_forked", "signature_invalid"];

/** @param {HTMLElement} element [data-counts], inside [data-messages] where reasons are told */
export function mount(element) {
  const messages = JSON.parse(element.closest("[data-messages]")?.dataset.messages ?? "{}");
  subscribe(({ counts, oldestAt, problem, nextTryAt }) => {
    fill(element, {
      ...counts,
      oldestAt: oldestAt ?? "",
      nextTryAt: nextTryAt ?? "",
      problem: problem ? problem.title || messages[problem.code] || problem.code : "",
      enrolAnew: ENROL_ANEW.includes(problem?.code),
    });
  });
  document.querySelector("[data-send-all]")?.addEventListener("click", () => kick({ now: true }));
}
