/**
 * A number of the queue on a citizen's own phone: taken through the anonymous door, kept with what was last known of it,
 * asked about every few seconds while the page is looked at. Without scripts the form is posted and a cookie remembers.
 */
import { uuid7 } from "../core/uuid.js";
import { all, answered, forget, keep, queue } from "../store/citizen.js";
import { deliver } from "../sync/public.js";
import { ticketSituation } from "../sync/queue_state.js";
import { chime, wake } from "./chime.js";

const KIND = "ticket";
const EVERY_MS = 10_000;
const OVER = ["done", "lapsed"];

/** @param {HTMLElement} root [data-ticket-phone] */
export async function mount(root) {
  const card = /** @type {HTMLElement} */ (root.querySelector("[data-own]"));
  const sentences = JSON.parse(root.dataset.sentences);
  /** What is kept: {id, number, state, …} as the server last told it; `op` while it is not known to have a number. */
  let held = null;
  let busy = false;
  let questions = 0;

  const show = (known = true) => {
    card.hidden = !held?.number;
    if (!held?.number) return;
    card.dataset.state = held.state;
    for (const field of card.querySelectorAll("[data-field]")) {
      const value = held[field.dataset.field] ?? "";
      if (field.textContent !== value) field.textContent = value;
    }
    for (const line of card.querySelectorAll("[data-line]")) line.hidden = !held[line.dataset.line];
    card.querySelector("[data-no-network]").hidden = known;
    for (const form of root.querySelectorAll("[data-take]")) {
      // One number at a time: a second press by mistake would make two people of one.
      form.closest("section").hidden = !OVER.includes(held.state);
    }
    soundOffered();
  };

  const soundOffered = () => {
    const waits = held?.state === "waiting";
    root.querySelector("[data-sound]").hidden = !waits || !root.querySelector("[data-sound-on]").hidden;
  };

  const drop = async () => {
    questions += 1;
    if (held) await forget(KIND, held.id);
    held = null;
    card.hidden = true;
    for (const form of root.querySelectorAll("[data-take]")) form.closest("section").hidden = false;
  };

  const ask = async () => {
    if (!held?.number || OVER.includes(held.state) || document.hidden) return;
    const mine = (questions += 1);
    const told = await ticketSituation(held.id);
    // Asked again since, or of a number that was given up: this one tells of before.
    if (mine !== questions) return;
    if (told === null) return show(false);
    const before = held.calls ?? 0;
    held = { ...held, ...told };
    await keep(KIND, held.id, held);
    if (mine !== questions) return;
    show();
    if (held.state === "called" && held.calls > before) {
      navigator.vibrate?.([400, 150, 400, 150, 800]);
      chime();
    }
  };

  // A thumb may be faster than this phone's storage: what it takes must not be overwritten by what was held before.
  const read = all(KIND).then(async (rows) => {
    held = rows.at(-1)?.value ?? null;
    if (held?.on && held.on !== today()) await drop();
  });

  const take = async (form) => {
    if (busy) return;
    busy = true;
    wake();
    say(root, "");
    questions += 1;
    const data = new FormData(form);
    const asked = Object.fromEntries(["point", "service", "priority"].map((name) => [name, String(data.get(name) ?? "")]));
    await read;
    // Pressed again after silence: the same operation, so that a number that was given already is not given twice.
    const same = held?.op && ["point", "service", "priority"].every((name) => held[name] === asked[name]);
    if (!same) held = { id: uuid7(Date.now()), op: uuid7(Date.now()), ...asked };
    await keep(KIND, held.id, held);
    const channel = "kiosk" in document.body.dataset ? "kiosk" : "phone";
    const body = { ...asked, channel, lane: "", number: 0 };
    const result = await sent({ op: held.op, e: held.id, t: "ticket.take/1", b: body });
    if (result === null) {
      // Nobody wants a number that comes by itself an hour later: it waits for the person, not for the network.
      await answered(held.op);
      say(root, "unsent");
    } else if (result.told?.number) {
      held = { ...held, ...result.told, op: "" };
      await keep(KIND, held.id, held);
      show();
      card.scrollIntoView({ block: "start" });
      // The number stands there: from here on it can be given up.
      busy = false;
      await ask();
    } else {
      await drop();
      say(root, "refused", sentences[result.code] ?? sentences.server_error);
    }
    busy = false;
  };

  for (const form of root.querySelectorAll("[data-take]")) {
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      take(form);
    });
  }
  root.querySelector("[data-forget]").addEventListener("click", () => busy || drop());
  root.querySelector("[data-sound]").addEventListener("click", () => {
    wake();
    chime();
    root.querySelector("[data-sound-on]").hidden = false;
    soundOffered();
  });

  await read;
  if (!busy) show(false);
  await ask();
  setInterval(ask, EVERY_MS);
  addEventListener("online", ask);
  document.addEventListener("visibilitychange", ask);
}

/** The answer to one operation, or null: no network, or not our server. */
function sent(operation) {
  return new Promise((resolve) => {
    const hear = ({ detail }) => detail.filter(({ op }) => op === operation.op).forEach(done);
    const done = (result) => {
      removeEventListener("gandan:told", hear);
      resolve(result);
    };
    addEventListener("gandan:told", hear);
    queue(operation)
      .then(deliver)
      .then(() => done(null), () => done(null));
  });
}

function say(root, which, text = "") {
  for (const name of ["refused", "unsent"]) root.querySelector(`[data-${name}]`).hidden = name !== which;
  if (!which) return;
  const box = root.querySelector(`[data-${which}]`);
  if (text) box.querySelector(".notice-body p:last-child").textContent = text;
  box.focus();
}

/** "YYYY-MM-DD" in Việt Nam. */
const today = () => new Date(Date.now() + 7 * 3_600_000).toISOString().slice(0, 10);
