/**
 * When to deliver, and when to look what the ward has changed: at the start, after a save, when the network or the page
 * comes back, every minute, and in the background where the browser can. Back-off lives in memory only; the screen
 * never waits for any of this, and a delivery never waits for a pull.
 */
import { sweepCounter } from "../store/counter_life.js";
import { sweepDrafts } from "../store/draft.js";
import { counts, prune } from "../store/outbox.js";
import { identity, shift } from "../store/identity.js";
import { pulled } from "../store/pulled.js";
import { contact, directive } from "../store/server_contact.js";
import { heartbeat } from "./heartbeat.js";
import { hello } from "./hello.js";
import { pull } from "./pull.js";
import { drain } from "./push.js";
import { deliverRatings } from "./rating.js";
import { deliverParcels } from "./rescue.js";
import { abandon } from "./signed_fetch.js";
import { announce, onChange } from "./tabs.js";

const TICK_MS = 5000;
const MINUTE_MS = 50_000;
const STEP_MS = 2000;
const LONGEST_MS = 300_000;
const QUIET_MS = 600_000;
/** So long a server that cannot be reached is looked for at every tick, then every minute. */
const EAGER_MS = 600_000;
const PROBE_MS = 4000;
/** Two hundred tablets see the same Wi-Fi come back in the same millisecond. */
const SPREAD_MS = 1500;
const PULL_MS = 300_000;
const PULL_HIDDEN_MS = 6 * 3_600_000;
const STATES = { busy: "waiting", offline: "offline", captive: "captive", not_our_server: "captive" };

const listeners = new Set();
const NOTHING = { pending: 0, waiting: 0, waitingOthers: 0, oldestAt: null, sent: 0, needsReview: 0 };
let status = { state: "idle", counts: NOTHING, oldestAt: null, problem: null, nextTryAt: null, directive: "" };
let started = false;
let timer = null;
let running = false;
let again = false;
let urgent = false;
let failures = 0;
let notBefore = 0;
let pullNotBefore = 0;
let minuteAt = 0;
let probing = false;
/** Since when the server cannot be reached, or since somebody last looked; 0: it can. */
let lostAt = 0;
let abandoned = false;
/** What stood in the way last time; null: nothing. @type {import("./signed_fetch.js").Answer | null} */
let obstacle = null;
let emitted = 0;

const visible = () => globalThis.document?.visibilityState !== "hidden";

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
    const [who, ordered] = await Promise.all([identity(), directive()]);
    const held = await counts((await shift())?.staff ?? null);
    const { kind, code, title } = obstacle ?? {};
    let state = held.pending ? "waiting" : "idle";
    if (!who) state = "signed_out";
    else if (sending && held.pending) state = "sending";
    else if (obstacle && (held.pending || kind !== "busy")) state = STATES[kind] ?? "problem";
    const problem = state === "problem" ? { code, title } : null;
    const nextTryAt = held.pending && notBefore > Date.now() ? notBefore : null;
    next = { state, counts: held, oldestAt: held.oldestAt, problem, nextTryAt, directive: ordered };
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

/** After a delivery, every some minutes on a screen that somebody sees, and at once from a server that was restored. */
async function pullIsDue(delivered) {
  const [{ cursor }, { incarnation }] = await Promise.all([pulled(), contact()]);
  if (Date.now() < pullNotBefore) return false;
  if (!cursor.h || (incarnation && incarnation !== cursor.inc)) return true;
  const every = visible() ? PULL_MS : PULL_HIDDEN_MS;
  return Math.abs(Date.now() - cursor.checkedAt) > (delivered ? MINUTE_MS : every);
}

/** @returns what stands in the way of deliveries too; a server that only cannot answer a pull is asked later */
async function bringUpToDate() {
  let answer;
  try {
    answer = await pull();
  } catch (error) {
    if (error.name === "StorageError") throw error;
    answer = { kind: "busy" };
  }
  if (answer.ok) {
    await prune(Date.now(), (await contact()).offset);
    if (answer.again) again = true;
    return null;
  }
  if (answer.kind !== "busy" && (answer.kind !== "problem" || answer.status === 401)) return answer;
  pullNotBefore = Date.now() + Math.max(answer.retryAfterMs ?? 0, MINUTE_MS) * (1 + Math.random());
  return null;
}

/** A drain, or with nothing to deliver a look whether an obstacle is still there. */
async function turn() {
  if (!(await identity())) return null;
  const { pending } = await counts(null);
  if (pending) {
    await emit(true);
    const [answer] = await Promise.all([drain(() => emit(true).then(announce)), heartbeat()]);
    if (answer.kind !== "done") return answer;
  }
  const handedIn = await deliverParcels();
  if (handedIn.kind !== "done") return handedIn;
  const rated = await deliverRatings();
  if (rated.kind !== "done") return rated;
  if (await pullIsDue(pending > 0)) {
    const inTheWay = await bringUpToDate();
    if (inTheWay) return inTheWay;
  } else if (!pending && (obstacle || Date.now() - (await contact()).heardAt > QUIET_MS)) {
    const answer = await hello();
    if (!answer.ok) return { kind: answer.kind, reached: false };
  }
  await heartbeat();
  return null;
}

const unreachable = () =>
  Boolean(obstacle && STATES[obstacle.kind] && !obstacle.reached && !obstacle.retryAfterMs);

async function run() {
  running = true;
  do {
    again = urgent = false;
    try {
      obstacle = await turn();
    } catch (error) {
      obstacle = { kind: "problem", code: error.code ?? "unexpected", title: "" };
    }
  } while (again && (!obstacle || urgent));
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
  if (!unreachable()) {
    lostAt = 0;
    abandoned = false;
  } else if (!lostAt) lostAt = Date.now();
  await emit();
  announce();
}

/**
 * Tries to deliver, without making anybody wait. Respects the back-off unless `now` ("Gửi ngay", the network is back).
 * @param {{now?: boolean}} [how]
 */
export function kick({ now = false } = {}) {
  if (now) failures = 0;
  if (running) {
    again = true;
    urgent ||= now;
    // Sent into a hole, perhaps. Only once until something has arrived: a slow line must be able to finish.
    if (now && !obstacle?.reached && !abandoned) {
      abandoned = true;
      abandon(PROBE_MS);
    }
  } else if (now || Date.now() >= notBefore) run();
  else emit();
}

/** What is kept for a time only (Luật 91/2025): the counter's desk 72 hours, drafts 30 minutes. */
const forgetOld = () => Promise.all([sweepCounter(), sweepDrafts()]).catch(() => {});

/** A server that could not be reached is looked for, whatever the back-off; a busy one is left alone until its time. */
async function tick() {
  const minute = Date.now() - minuteAt >= MINUTE_MS;
  if (minute) {
    minuteAt = Date.now();
    // A page that stays open over the weekend forgets in time, too.
    await forgetOld();
  }
  if (!unreachable()) {
    if (minute) kick();
    return;
  }
  const eager = visible() && status.counts.pending > 0 && Date.now() - lostAt < EAGER_MS;
  if (probing || !(eager || minute)) return;
  probing = true;
  const { ok } = await hello({ silenceMs: PROBE_MS }).catch(() => ({ ok: false }));
  probing = false;
  if (ok) kick({ now: true });
}

/** A page that is being left has nothing to begin; one that somebody looks at again is worth a look at the network. */
function soon() {
  if (!visible()) return;
  if (lostAt) lostAt = Date.now();
  kick();
}

const back = () => setTimeout(() => kick({ now: !obstacle?.reached }), Math.random() * SPREAD_MS);

/** Starts the schedule of this page; a second call does nothing. */
export function start() {
  if (started) return;
  started = true;
  addEventListener("online", back);
  addEventListener("pageshow", soon);
  addEventListener("visibilitychange", soon);
  setInterval(tick, TICK_MS + Math.random() * 1000);
  onChange(() => emit());
  forgetOld();
  kick();
}
