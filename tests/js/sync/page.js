/** A page with a schedule, whose minutes and events a test makes by hand. */
import { device } from "./device.js";

// The schedule's own next try is written down here and never comes by itself; the timers of requests stay real. The
// page of the test before may be about to say that its server has gone: that is nobody's business any more.
export const later = [];
let kick = null;
const realTimeout = globalThis.setTimeout;
globalThis.setTimeout = (work, ms, ...rest) => {
  if (work.name !== "kick") return realTimeout(work, ms, ...rest);
  return work === kick && later.push(ms);
};

/** A page with a schedule: events to fire, the minute to tick, every status it was told. */
export async function page(t) {
  const me = await device(t);
  const events = new EventTarget();
  globalThis.addEventListener = (name, listener) => events.addEventListener(name, listener);
  const registered = [];
  const sync = { register: async (tag) => registered.push(tag) };
  Object.defineProperty(globalThis, "navigator", { value: { serviceWorker: { getRegistration: async () => ({ sync }) } }, configurable: true });
  globalThis.document = { visibilityState: "visible", documentElement: { lang: "vi" } };
  const ticks = [];
  const realInterval = globalThis.setInterval;
  globalThis.setInterval = (work) => ticks.push(work);
  later.length = 0;
  const schedule = await me.tab.open("sync/schedule.js");
  kick = schedule.kick;
  t.after(() => {
    globalThis.setInterval = realInterval;
    delete globalThis.addEventListener;
    delete globalThis.navigator;
    delete globalThis.document;
  });
  const told = [];
  schedule.subscribe((status) => told.push(status));
  me.server.requests = [];
  let seen = told.length;
  /** The next status of this kind after the one found before. */
  const until = async (state, waiting) => {
    for (let i = 0; i < 800; i++) {
      for (; seen < told.length; seen++) {
        const status = told[seen];
        if (status.state === state && (waiting === undefined || status.counts.waiting === waiting)) return told[seen++];
      }
      await new Promise((resolve) => realTimeout(resolve, 5));
    }
    throw new Error(`still ${JSON.stringify(told.at(-1))}`);
  };
  /** Until nothing waits any more, whatever was said about it on the way. */
  const emptied = async () => {
    for (let i = 0; i < 800; i++) {
      if (!(await me.tab.outbox.waiting()).length) return;
      await new Promise((resolve) => realTimeout(resolve, 5));
    }
    throw new Error(`still ${JSON.stringify(told.at(-1))}`);
  };
  const fire = (name) => events.dispatchEvent(new Event(name));
  return { ...me, schedule, told, until, emptied, fire, tick: () => Promise.all(ticks.map((work) => work())), registered };
}
