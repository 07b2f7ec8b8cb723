/**
 * The honest line: whether the server was reached (never what navigator.onLine believes), how much waits on this
 * device and since when.
 */
import { kick, subscribe } from "../sync/schedule.js";
import { age, fill } from "./fill.js";

/** What the schedule says → what the line shows. */
const SHOWN = {
  idle: "online",
  waiting: "online",
  sending: "sending",
  offline: "offline",
  captive: "captive",
  signed_out: "unknown",
  problem: "trouble",
};

/** @param {HTMLElement} element [data-connection] */
export function mount(element) {
  subscribe(({ state, counts, oldestAt }) => {
    element.dataset.state = SHOWN[state];
    element.dataset.waiting = counts.waiting;
    fill(element, { waiting: counts.waiting, oldest: oldestAt ? age(oldestAt) : "" });
  });
  element.querySelector("[data-send-now]").addEventListener("click", () => kick({ now: true }));
}
