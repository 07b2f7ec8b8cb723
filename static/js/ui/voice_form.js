/**
 * What a citizen says to the ward: typed → kept for this tab → queued → told by the ward's answer alone. Without this
 * script the page is posted and checked by the server.
 */
import { decode, encode } from "../core/base64.js";
import { looksLikeSecret } from "../core/secret.js";
import { formatTracking } from "../core/tracking.js";
import { uuid7 } from "../core/uuid.js";
import { all, answered, forget, keep, queue, queued, read } from "../store/citizen.js";
import { eraseDraft, loadDraft, saveDraft } from "../store/draft.js";
import { deliver } from "../sync/public.js";
import { fill } from "./fill.js";
import { photoPicker } from "./voice_photos.js";

const TYPE = "feedback.receive/1";
const SLOT = "voice";
const PHOTO_SLOT = "voice-photos";
const PHOTO = "photo";
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
    sheet.inert = false;
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

  // Opening the camera may kill the tab (F68): what was chosen stands in the draft like what was typed.
  const picker = photoPicker(root.querySelector("[data-photos]"), messages, () => {
    const chosen = picker.chosen().map(({ hash, data }) => ({ hash, data: encode(data) }));
    return chosen.length ? saveDraft(chosen, PHOTO_SLOT) : eraseDraft(PHOTO_SLOT);
  });
  const photosOf = async (feedback) => (await all(PHOTO)).filter(({ value }) => value.feedback === feedback);
  const forgetPhotos = async (feedback) => {
    for (const { id } of await photosOf(feedback)) await forget(PHOTO, id);
  };
  const tellPhotos = (left, state = "") => {
    const status = root.querySelector("[data-photo-status]");
    const said = { refused: messages.photo_refused, gone: messages.photo_gone }[state] ?? messages.photo_done;
    status.hidden = false;
    status.textContent = left ? messages.photo_left.replace("{count}", left) : said;
  };
  addEventListener("gandan:photo", ({ detail }) => tellPhotos(detail.left, detail.state));

  const attempt = async (operation) => {
    current = operation;
    const results = await deliver();
    const result = results?.find(({ op }) => op === operation.op) ?? (await read(TOLD, operation.op))?.value;
    const refused = ["rejected", "parked"].includes(result?.status);
    // Told of already, or dropped meanwhile: that the ward has it all the same is still news.
    const late = current !== operation;
    if (late && (!result || refused)) return undefined;
    if (!late) {
      sheet.reset();
      await picker.put([]);
    }
    if (!result) return turn("waiting");
    current = null;
    if (refused) {
      write(operation.b);
      await picker.put((await photosOf(operation.e)).map(({ value }) => value));
      await forgetPhotos(operation.e);
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
  const send = async (values) => {
    await picker.ready();
    const now = Date.now();
    const operation = { op: uuid7(now), e: uuid7(now), t: TYPE, b: values };
    const photos = picker.chosen();
    if (photos.length) operation.b.photos = photos.map(({ hash, data }) => ({ hash, bytes: data.length }));
    for (const { hash, data } of photos) {
      await keep(PHOTO, `${operation.e}.${hash}`, { feedback: operation.e, hash, data });
    }
    await queue(operation);
    await eraseDraft(SLOT);
    await eraseDraft(PHOTO_SLOT);
    await attempt(operation);
  };
  sheet.addEventListener("submit", async (event) => {
    event.preventDefault();
    // Pressed twice it is said once; what is on its way stands there, untouched, until it is told of.
    if (sheet.inert) return;
    clearTimeout(timer);
    const values = typed();
    if (blame(wrongIn(values))) return;
    sheet.inert = true;
    await send(values).finally(() => {
      sheet.inert = false;
    });
  });
  root.addEventListener("click", async ({ target }) => {
    if (!current) return;
    if (target.closest("[data-again]")) await attempt(current);
    if (target.closest("[data-drop]")) {
      await answered(current.op);
      await forgetPhotos(current.e);
      current = null;
      turn("form");
    }
  });
  addEventListener("gandan:told", ({ detail }) => {
    if (current && detail.some(({ op }) => op === current.op)) attempt(current);
  });

  root.querySelector("[data-kept]").hidden = false;
  const draft = await loadDraft(SLOT);
  const early = typed();
  // What is typed already stays.
  if (draft) write(Object.fromEntries(Object.entries(draft.value).filter(([name]) => !early[name])));
  const chosen = await loadDraft(PHOTO_SLOT);
  if (chosen) await picker.put(chosen.value.map(({ hash, data }) => ({ hash, data: decode(data) })));
  const [waits] = (await queued()).filter(({ t }) => t === TYPE);
  if (waits) await attempt(waits);
  else {
    const left = (await all(PHOTO)).length;
    if (left) tellPhotos(left);
  }
}

/** {field: code} of what stops a sending; the ward looks again. */
function wrongIn(values) {
  const wrong = {};
  if (!values.content.trim()) wrong.content = "required";
  if (values.kind === "petition") for (const name of WHO) if (!values[name].trim()) wrong[name] = "required";
  for (const [name, value] of Object.entries(values)) if (looksLikeSecret(value)) wrong[name] = "looks_secret";
  return wrong;
}
