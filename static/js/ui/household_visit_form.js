/** One visit of a lead to one household: a few taps, checked, sealed and kept, with no network anywhere on the way. */
import { timestamp } from "../core/clock.js";
import { nameOf, visitBody } from "../core/household_visit.js";
import { makeOperation } from "../core/operation.js";
import { uuid7 } from "../core/uuid.js";
import { StorageError } from "../store/database.js";
import { eraseDraft, loadDraft, saveDraft } from "../store/draft.js";
import { used } from "../store/habits.js";
import { identity, shift } from "../store/identity.js";
import { put } from "../store/outbox.js";
import { clockOffset } from "../store/server_contact.js";
import { release } from "../sync/release.js";
import { kick } from "../sync/schedule.js";
import { fill } from "./fill.js";

const SLOT = "visit";
const DRAFT_AFTER_MS = 400;
const TEXTS = ["outcome", "state", "note", "again", "next_on", "on"];

/**
 * @param {HTMLElement} panel with the form [data-rules] [data-messages]
 * @param {{outcome: object}} words of codes
 * @param {(saved?: string) => void} back to the list; `saved`: the line of what was kept
 */
export function mountVisitForm(panel, words, back) {
  const form = panel.querySelector("form");
  const rules = JSON.parse(form.dataset.rules);
  const messages = JSON.parse(form.dataset.messages);
  const refused = panel.querySelector("[data-not-saved]");
  const { elements } = form;
  let line = null;
  let entity = "";
  let saving = false;
  let draftTimer = 0;

  const read = () => {
    const data = new FormData(form);
    const typed = Object.fromEntries(TEXTS.map((name) => [name, data.get(name) ?? ""]));
    return { ...typed, difficulties: data.getAll("difficulties") };
  };
  const unfold = () => {
    const { outcome, again } = read();
    const parts = { met: outcome === "met", stays: outcome !== "moved", chosen: again === "day", absent: outcome === "absent" };
    for (const part of form.querySelectorAll("[data-when-visit]")) part.hidden = !parts[part.dataset.whenVisit];
  };
  const leave = (saved) => {
    clearTimeout(draftTimer);
    delete form.dataset.dirty;
    eraseDraft(SLOT).catch(forgo);
    back(saved);
  };

  const save = async () => {
    const now = Date.now();
    const [device, current, offset] = await Promise.all([identity(), shift(), clockOffset()]);
    // Handed over or locked in another tab: the visit would stand under the wrong name.
    if (!device || !current || current.locked) throw Object.assign(new Error("no open shift"), { code: "no_shift" });
    const { body, refusals } = visitBody(line.id, read(), rules, timestamp(now).slice(0, 10));
    const sentence = ({ field, code, params }) => ({ field, sentence: say(messages[code] ?? code, params) });
    form.dispatchEvent(new CustomEvent("problems", { detail: refusals.map(sentence) }));
    if (refusals.length) return;
    const what = { type: "household.visit/1", entity, body, identity: device, shift: current, now, clockOffset: offset };
    const operation = await makeOperation({ ...what, app: release, sealKey: device.sealKey });
    const found = words.outcome[body.outcome];
    const { visit: tracking } = panel.dataset;
    const name = nameOf(line);
    const text = `${name} · ${found}`;
    await put(operation, { text, tracking, name, found, household: line.id, page: location.pathname });
    used("difficulties", body.difficulties);
    kick();
    leave(text);
  };

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (saving || panel.hidden) return;
    saving = true;
    refused.hidden = true;
    try {
      await save();
    } catch (error) {
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
    unfold();
    form.dataset.dirty = "";
    clearTimeout(draftTimer);
    const draft = { household: line.id, entity, typed: read() };
    draftTimer = setTimeout(() => saveDraft(draft, SLOT).catch(forgo), DRAFT_AFTER_MS);
  });
  panel.querySelector("[data-back]").addEventListener("click", () => leave());

  const write = (typed) => {
    for (const name of TEXTS) {
      if (typed[name] !== undefined) elements[name].value = typed[name];
    }
    for (const box of form.querySelectorAll("[name=difficulties]")) {
      box.checked = typed.difficulties?.includes(box.value) ?? false;
    }
    form.querySelector("[data-more]").open = Boolean(typed.on);
  };

  return {
    /** @param {object} opened the line of the list @param {object} texts its words @param {object | null} draft */
    open(opened, texts, draft) {
      line = opened;
      entity = draft?.entity ?? uuid7(Date.now());
      form.reset();
      refused.hidden = true;
      write({ state: line.state, ...draft?.typed });
      fill(panel, { ...texts, restored: Boolean(draft) });
      form.dispatchEvent(new CustomEvent("problems", { detail: [] }));
      form.dispatchEvent(new CustomEvent("assistance:fresh"));
      unfold();
      if (draft) form.dataset.dirty = "";
      panel.focus({ preventScroll: true });
    },
    /** What a killed tab was typing. @returns {Promise<{household: string, entity: string, typed: object} | null>} */
    draft: async () => (await loadDraft(SLOT).catch(forgo))?.value ?? null,
  };
}

/** A draft that cannot be kept costs comfort, not the record. */
function forgo(error) {
  if (!(error instanceof StorageError)) throw error;
  return null;
}

/** A sentence with its {label}, {max} … filled in. */
function say(sentence, params) {
  return Object.entries(params).reduce((text, [name, value]) => text.replaceAll(`{${name}}`, value), sentence);
}
