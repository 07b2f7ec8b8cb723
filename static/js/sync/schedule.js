/**
 * When to deliver: at the start, after a save, when the network or the page comes back, every minute, and in the
 * background where the browser can. Back-off lives in memory only; the screen never waits for any of this.
 */
import { counts, prune } from "../store/outbox.js";
import { identity, shift } from "../store/identity.js";
import { referenceCheck } from "../store/reference.js";
import { contact } from "../store/server_contact.js";
import { hello } from "./hello.js";
import { drain } from "./push.js";
import { pullReference } from "./reference_pull.js";
import { announce, onChange } from "./tabs.js";

const TICK_MS = 50_000;
const STEP_MS = 2000;
const LONGEST_MS = 300_000;
const QUIET_MS = 600_000;
const REFERENCE_MS = 6 * 3_600_000;
const STATES = { busy: "waiting", offline: "offline", captive: "captive", not_our_server: "captive" };

const listeners = new Set();
const NOTHING = { pending: 0, waiting: 0, waitingOthers: 0, oldestAt: null, sent: 0, needsReview: 0 };
let status = { state: "idle", counts: NOTHING, oldestAt: null, problem: null, nextTryAt: null };
let started = false;
let timer = null;
let running = false;
let again = false;
let failures = 0;
let notBefore = 0;
/** What stood in the way last time; null: nothing. @type {import("./signed_fetch.js").Answer | null} */
let obstacle = null;
let emitted = 0;

/** @param {(status: object) => void} listener called at once and at each change. @returns {() => void} unsubscribe */
export function subscribe(listener) {
  listeners.add(listener);
  listener(status);
  return () => listeners.delete(listener);
}

async function emit(sending = false) {
  const mine = (emitted += 1);
  let next;
  try {
    const who = await identity();
    const held = await counts((await shift())?.staff ?? null);
    const { kind, code, title } = obstacle ?? {};
    let state = held.pending ? "waiting" : "idle";
    if (!who) state = "signed_out";
    else if (sending && held.pending) state = "sending";
    else if (obstacle && (held.pending || kind !== "busy")) state = STATES[kind] ?? "problem";
    const problem = state === "problem" ? { code, title } : null;
    const nextTryAt = held.pending && notBefore > Date.now() ? notBefore : null;
    next = { state, counts: held, oldestAt: held.oldestAt, problem, nextTryAt };
  } catch (error) {
    if (!error.code) throw error;
    next = { ...status, state: "problem", problem: { code: error.code, title: "" } };
  }
  if (mine !== emitted) return;
  status = next;
  for (const listener of listeners) listener(status);
}

function backOff({ retryAfterMs = 0 }) {
  const step = Math.min(LONGEST_MS, STEP_MS * 2 ** failures);
  failures = Math.min(failures + 1, 20);
  return Math.min(retryAfterMs, LONGEST_MS) + Math.random() * step;
}

/** Asks the browser to wake our worker when there is a network again (Chromium). */
async function askForBackground() {
  const registration = await globalThis.navigator?.serviceWorker?.getRegistration?.();
  await registration?.sync?.register("gandan-push");
}

/** A drain, or with nothing to deliver a look whether an obstacle is still there. */
async function turn() {
  if (!(await identity())) return null;
  const { pending } = await counts(null);
  if (pending) {
    await emit(true);
    const answer = await drain(() => emit(true).then(announce));
    if (answer.kind !== "done") return answer;
  } else if (obstacle || Date.now() - (await contact()).heardAt > QUIET_MS) {
    const answer = await hello();
    if (!answer.ok) return { kind: answer.kind, reached: false };
  }
  if (Date.now() - (await referenceCheck()).checkedAt > REFERENCE_MS) {
    const pulled = await pullReference();
    if (!pulled.ok) return pulled;
    await prune(Date.now());
  }
  return null;
}

async function run() {
  running = true;
  do {
    again = false;
    try {
      obstacle = await turn();
    } catch (error) {
      obstacle = { kind: "problem", code: error.code ?? "unexpected", title: "" };
    }
  } while (again && !obstacle);
  running = false;
  if (obstacle) {
    const wait = backOff(obstacle);
    notBefore = Date.now() + wait;
    clearTimeout(timer);
    timer = setTimeout(kick, wait + 10);
    askForBackground().catch(() => {});
  } else {
    failures = 0;
    notBefore = 0;
  }
  await emit();
  announce();
}

/**
 * Tries to deliver, without making anybody wait. Respects the back-off unless `now` ("Gửi ngay", the network is back).
 * @param {{now?: boolean}} [how]
 */
export function kick({ now = false } = {}) {
  if (now) failures = 0;
  if (running) again = true;
  else if (now || Date.now() >= notBefore) run();
  else emit();
}

/** A server that could not be reached is looked for every minute, whatever the back-off; a busy one is left alone. */
async function tick() {
  const unreachable = obstacle && !obstacle.reached && Date.now() < notBefore;
  kick({ now: unreachable && !running && (await hello()).ok });
}

/** A page that is being left has nothing to begin. */
const soon = () => globalThis.document?.visibilityState !== "hidden" && kick();
const back = () => kick({ now: !obstacle?.reached });

/** Starts the schedule of this page; a second call does nothing. */
export function start() {
  if (started) return;
  started = true;
  addEventListener("online", back);
  addEventListener("pageshow", soon);
  addEventListener("visibilitychange", soon);
  setInterval(tick, TICK_MS + Math.random() * 8000);
  onChange(() => emit());
  kick();
}
