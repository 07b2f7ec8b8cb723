/**
 * What a citizen says to the ward: typed → kept for this tab → queued → told by the ward's answer alone. Without this
 * script the page is posted and checked by the server.
 */
import { looksLikeSecret } from "../core/secret.js";
import { formatTracking } from "../core/tracking.js";
import { uuid7 } from "../core/uuid.js";
import { answered, forget, queue, queued, read } from "../store/citizen.js";
import { eraseDraft, loadDraft, saveDraft } from "../store/draft.js";
import { deliver } from "../sync/public.js";
import { fill } from "./fill.js";

const TYPE = "feedback.receive/1";
const SLOT = "voice";
const TOLD = "told";
const WHO = ["name", "address", "phone"];
const KEEP_AFTER_MS = 300;

/** @param {HTMLElement} root [data-voice] with data-messages {code: sentence}; "refused": what to say of any other */
export async function mount(root) {
  const messages = JSON.parse(root.dataset.messages);
  const sheet = root.querySelector("form");
  let timer = 0;
  /** What is on its way. */
  let current = null;

  const typed = () => Object.fromEntries(new FormData(sheet));
  const label = (name) => sheet.querySelector(`label[for="${name}"]`).firstChild.textContent.trim();
  const say = (code, name) => (messages[code] ?? messages.refused).replace("{label}", label(name));
  const blame = (wrong) => {
    const detail = Object.entries(wrong).map(([field, code]) => ({ field, sentence: say(code, field) }));
    sheet.dispatchEvent(new CustomEvent("problems", { detail }));
    return detail.length > 0;
  };
  const turn = (name) => {
    sheet.hidden = name !== "form";
    for (const panel of root.querySelectorAll("[data-panel]")) panel.hidden = panel.dataset.panel !== name;
    root.querySelector(`[data-panel="${name}"]`)?.focus();
  };
  const write = (values) => {
    for (const [name, value] of Object.entries(values)) {
      for (const control of sheet.querySelectorAll(`[name="${name}"]`)) {
        if (control.type === "radio") control.checked = control.value === value;
        else control.value = value;
      }
    }
  };

  const attempt = async (operation) => {
    current = operation;
    const results = await deliver();
    const result = results?.find(({ op }) => op === operation.op) ?? (await read(TOLD, operation.op))?.value;
    if (!result) return turn("waiting");
    current = null;
    if (result.status === "rejected" || result.status === "parked") {
      write(operation.b);
      await forget(TOLD, operation.op);
      turn("form");
      return blame(Object.keys(result.fields).length ? result.fields : { content: result.code });
    }
    const { tracking, kind } = result.told;
    fill(root, { code: formatTracking(tracking), petition: kind === "petition", suggestion: kind !== "petition" });
    await eraseDraft(SLOT);
    return turn("sent");
  };

  sheet.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(() => saveDraft(typed(), SLOT), KEEP_AFTER_MS);
  });
  sheet.addEventListener("submit", async (event) => {
    event.preventDefault();
    clearTimeout(timer);
    const values = typed();
    if (blame(wrongIn(values))) return;
    const now = Date.now();
    const operation = { op: uuid7(now), e: uuid7(now), t: TYPE, b: values };
    await queue(operation);
    await eraseDraft(SLOT);
    sheet.reset();
    await attempt(operation);
  });
  root.addEventListener("click", async ({ target }) => {
    if (!current) return;
    if (target.closest("[data-again]")) await attempt(current);
    if (target.closest("[data-drop]")) {
      await answered(current.op);
      current = null;
      turn("form");
    }
  });
  addEventListener("gandan:told", ({ detail }) => {
    if (current && detail.some(({ op }) => op === current.op)) attempt(current);
  });

  root.querySelector("[data-kept]").hidden = false;
  const draft = await loadDraft(SLOT);
  if (draft) write(draft.value);
  const [waits] = (await queued()).filter(({ t }) => t === TYPE);
  if (waits) await attempt(waits);
}

/** {field: code} of what stops a sending; the ward looks again. */
function wrongIn(values) {
  const wrong = {};
  if (!values.content.trim()) wrong.content = "required";
  if (values.kind === "petition") for (const name of WHO) if (!values[name].trim()) wrong[name] = "required";
  for (const [name, value] of Object.entries(values)) if (looksLikeSecret(value)) wrong[name] = "looks_secret";
  return wrong;
}
