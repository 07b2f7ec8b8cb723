/**
 * The honest line: whether the server was reached (never what navigator.onLine believes), how much waits on this
 * device and since when.
 */
import { kick, start, subscribe } from "../sync/schedule.js";
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

const isOld = (at) => at !== null && at < Date.now() - 60_000;

/**
 * Every page of the tablet has this line, so it is also what starts the drain.
 * @param {HTMLElement} element [data-connection]
 */
export function mount(element) {
  // The first word comes before anybody has asked the server: it says nothing about the network.
  let asked = false;
  subscribe(({ state, counts, oldestAt }) => {
    element.dataset.state = asked ? SHOWN[state] : "unknown";
    element.dataset.waiting = counts.waiting;
    fill(element, { waiting: counts.waiting, oldest: isOld(oldestAt) ? age(oldestAt) : "" });
  });
  asked = true;
  start();
  element.querySelector("[data-send-now]").addEventListener("click", () => kick({ now: true }));
}
