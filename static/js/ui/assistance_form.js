/**
 * The assistance form on the tablet: typed → checked → sealed → kept, with no network anywhere on the way.
 * "Đã lưu trên máy" is said only after the outbox's transaction is complete.
 */
import { timestamp } from "../core/clock.js";
import { maskedLine } from "../core/mask.js";
import { makeOperation } from "../core/operation.js";
import { formatTracking, makeTracking } from "../core/tracking.js";
import { uuid7 } from "../core/uuid.js";
import { check } from "../core/validate.js";
import { StorageError } from "../store/database.js";
import { eraseDraft, loadDraft, saveDraft } from "../store/draft.js";
import { lastChoices, learn } from "../store/habits.js";
import { identity, shift } from "../store/identity.js";
import { put, rows } from "../store/outbox.js";
import { clockOffset } from "../store/server_contact.js";
import { release } from "../sync/release.js";
import { fill } from "./fill.js";

const TEXTS = ["procedure", "neighbourhood", "building", "apartment", "name", "phone", "national_code", "note", "on"];
const CHOICES = ["help", "channel", "result"];
const SAME_PERSON = ["neighbourhood", "building", "apartment", "name", "phone", "consent"];
const DRAFT_AFTER_MS = 400;
/** A second tap of a shaking thumb must not press the button that has just come under it. */
const DEAF_MS = 350;

/** @param {HTMLFormElement} form [data-outbox=assistance] */
export async function mount(form) {
  const rules = JSON.parse(form.dataset.rules);
  const messages = JSON.parse(form.dataset.messages);
  const page = form.closest("[data-assistance-page]");
  const saved = page.querySelector("[data-saved]");
  const refused = page.querySelector("[data-not-saved]");
  let entity = uuid7(Date.now());
  let saving = false;
  let savedAt = 0;
  let lastBody = null;
  let draftTimer = 0;

  const fresh = (body = {}) => {
    form.reset();
    entity = uuid7(Date.now());
    delete form.dataset.dirty;
    for (const part of form.querySelectorAll("details")) part.open = false;
    write(form, { ...lastChoices(), ...body });
    fill(page, { restored: "" });
    tell(form, "problems", []);
    tell(form, "assistance:fresh");
  };

  const save = async () => {
    const now = Date.now();
    const [device, current, offset] = await Promise.all([identity(), shift(), clockOffset()]);
    // Handed over or locked in another tab: the record would stand under the wrong name.
    if (!current || current.locked) throw Object.assign(new Error("no open shift"), { code: "no_shift" });
    const typed = { ...read(form), point: current.point, tracking: makeTracking() };
    const { body, refusals } = check(typed, rules, timestamp(now).slice(0, 10));
    const problem = ({ field, code, params }) => ({ field, sentence: say(messages[code] ?? code, params) });
    tell(form, "problems", refusals.map(problem));
    if (refusals.length) return;

    const operation = await makeOperation({
      type: "assistance.record/1",
      entity,
      body,
      identity: device,
      shift: current,
      now,
      clockOffset: offset,
      app: release,
      sealKey: device.sealKey,
    });
    const line = { text: masked(form, body, operation.at), tracking: formatTracking(body.tracking) };
    await put(operation, line);
    savedAt = Date.now();
    lastBody = body;
    delete form.dataset.dirty;
    clearTimeout(draftTimer);
    fill(saved, line);
    turn(form, saved);
    afterwards({ ...body, at: operation.at });
  };

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (saving || form.hidden) return;
    saving = true;
    refused.hidden = true;
    try {
      await save();
    } catch (error) {
      // Disk full, storage refused, whatever: nothing was written, everything typed is still here, and it is said.
      const ownWords = error.code === "no_shift" ? refused.dataset.noShift : refused.dataset.unexpected;
      fill(refused, { reason: messages[error.code] ?? ownWords });
      refused.hidden = false;
      refused.focus();
      if (!(error instanceof StorageError)) throw error;
    } finally {
      saving = false;
    }
  });

  form.addEventListener("input", () => {
    form.dataset.dirty = "";
    clearTimeout(draftTimer);
    draftTimer = setTimeout(() => saveDraft({ entity, body: read(form) }).catch(forgo), DRAFT_AFTER_MS);
  });

  saved.addEventListener("click", (event) => {
    const button = event.target.closest("[data-next], a");
    if (!button) return;
    if (Date.now() - savedAt < DEAF_MS) return event.preventDefault();
    if (!button.dataset.next) return;
    const same = button.dataset.next === "same" ? SAME_PERSON.map((name) => [name, lastBody[name]]) : [];
    fresh(Object.fromEntries(same));
    turn(saved, form);
  });
  page.querySelector("[data-discard]").addEventListener("click", () => {
    fresh();
    eraseDraft().catch(forgo);
  });

  // What was typed and chosen before this script came stays.
  const early = read(form);
  form.reset();
  for (const [name, value] of Object.entries(read(form))) if (String(value) === String(early[name])) delete early[name];
  fresh(early);
  if (Object.keys(early).length) tell(form, "input");
  const draft = await heldDraft();
  if (draft) {
    entity = draft.entity;
    write(form, { ...draft.body, ...early });
    form.dataset.dirty = "";
    tell(form, "assistance:restored");
    fill(page, { restored: "yes" });
  }
  form.querySelector("[data-save]").disabled = false;
}

/** What may go on without anybody waiting for it: habits, the slip's copy, the draft's end, the drain. */
async function afterwards(body) {
  learn(body);
  await Promise.all([saveDraft(body, "last"), eraseDraft()]).catch(forgo);
  const { kick } = await import("../sync/schedule.js");
  kick();
}

/** What a killed tab was typing; not what it had saved just before it was killed: that is a record already. */
async function heldDraft() {
  const draft = (await loadDraft().catch(forgo))?.value;
  const current = draft && (await shift());
  if (!current) return null;
  const saved = await rows(current.staff, Date.now());
  return saved.some((row) => row.entity === draft.entity) ? null : draft;
}

/** A draft or a habit that cannot be kept costs comfort, not the record. */
function forgo(error) {
  if (!(error instanceof StorageError)) throw error;
  return null;
}

/** The body of the form as it stands, all but what the device adds. */
function read(form) {
  const data = new FormData(form);
  const body = Object.fromEntries([...TEXTS, ...CHOICES].map((name) => [name, data.get(name) ?? ""]));
  body.consent = data.has("consent");
  body.follow_up = data.has("follow_up");
  body.difficulties = data.getAll("difficulties");
  body.minutes = Number(data.get("minutes"));
  return body;
}

/** A body back into the form; keys that are missing leave their controls alone. */
function write(form, body) {
  for (const [name, value] of Object.entries(body)) {
    if (value === undefined) continue;
    for (const control of form.querySelectorAll(`[name="${name}"]`)) {
      if (control.type === "radio") control.checked = control.value === value;
      else if (control.type !== "checkbox") control.value = value;
      else control.checked = Array.isArray(value) ? value.includes(control.value) : value;
      // A list that is not filled yet takes its value when it is.
      if (control.localName === "select") control.dataset.wanted = value;
    }
  }
  if (body.name || body.phone || body.follow_up) form.querySelector("[data-person]").open = true;
  if (body.note || body.national_code || body.on) form.querySelector("[data-more]").open = true;
}

function masked(form, body, at) {
  const chosen = (name) => form.querySelector(`[name=${name}]:checked`)?.closest("label").textContent.trim() ?? "";
  return maskedLine(body, { procedure: body.procedure && chosen("procedure_usual"), help: chosen("help") }, at);
}

/** A sentence with its {label}, {max} … filled in. */
function say(sentence, params) {
  return Object.entries(params).reduce((text, [name, value]) => text.replaceAll(`{${name}}`, value), sentence);
}

/** One part gives its place to the other, which takes the focus: a screen reader hears that something happened. */
function turn(from, to) {
  from.hidden = true;
  to.hidden = false;
  to.focus({ preventScroll: true });
  scrollTo(0, 0);
}

function tell(form, name, detail) {
  form.dispatchEvent(new CustomEvent(name, { detail }));
}
