/**
 * A citizen's declaration read from the screen of their phone: its codes in any order, opened with the ward's keys,
 * shown, printed, and kept sealed in the outbox as the very operation that the phone would send itself. Nothing readable
 * is kept on this machine: what was read stands on the screen until somebody takes it or drops it.
 */
import { answers } from "../core/declaration_answers.js";
import { Gathering } from "../core/declaration_frames.js";
import { openDeclaration, trackingOf } from "../core/declaration_seal.js";
import { makeOperation } from "../core/operation.js";
import { monthsBetween } from "../core/scan_month.js";
import { formatTracking } from "../core/tracking.js";
import { StorageError } from "../store/database.js";
import { identity, shift } from "../store/identity.js";
import { put } from "../store/outbox.js";
import { scanKeys } from "../store/scan_keys.js";
import { clockOffset } from "../store/server_contact.js";
import { keepPage } from "../sync/keep_page.js";
import { release } from "../sync/release.js";
import { pullScanKeys } from "../sync/scan_keys.js";
import { kick, subscribe } from "../sync/schedule.js";
import { camera } from "./camera.js";
import { codeReader } from "./code_reader.js";
import { printHere } from "./declaration_paper.js";
import { dutyChannel } from "./duty_gate.js";
import { fill, stamp } from "./fill.js";

const PULL_MS = 300_000;

/** @param {HTMLElement} root [data-scan-declaration] with data-forms and data-messages, and panels scan, read, taken */
export async function mount(root) {
  const forms = JSON.parse(root.dataset.forms);
  const messages = JSON.parse(root.dataset.messages);
  const part = (selector) => root.querySelector(selector);
  const [open, close, anew, photo] = ["[data-open]", "[data-close]", "[data-anew]", "input[type=file]"].map(part);
  const [bar, progress, refused] = ["[data-bar]", "[data-progress]", "[data-refused]"].map(part);
  const gathered = new Gathering();
  /** What was read whole: the operation of the phone, and the form to show it by. */
  let held = null;
  let busy = false;

  const say = (why) => {
    for (const line of root.querySelectorAll("[data-why]")) line.hidden = line.dataset.why !== why;
    const watching = ["starting", "looking"].includes(why);
    open.hidden = watching;
    close.hidden = !watching;
  };
  const wrong = (what) => {
    for (const line of root.querySelectorAll("[data-wrong]")) line.hidden = line.dataset.wrong !== what;
    part("[data-wrong-box]").hidden = !what;
  };
  const tell = (read, count) => {
    fill(part("[data-panel=scan]"), { read, count });
    Object.assign(bar, { max: count || 1, value: read });
    for (const each of [bar, progress, anew]) each.hidden = !read;
  };
  const turn = (name) => {
    for (const panel of root.querySelectorAll("[data-panel]")) panel.hidden = panel.dataset.panel !== name;
    part(`[data-panel=${name}]`).focus({ preventScroll: true });
    scrollTo(0, 0);
  };
  const seen = camera(part("video"), say);
  const stop = () => {
    seen.stop();
    say("");
  };
  const begin = () => {
    gathered.forget();
    held = null;
    wrong("");
    tell(0, 0);
    part("[data-answers]").replaceChildren();
    for (const place of root.querySelectorAll("[data-paper-parts], [data-paper-end], [data-paper-to]")) place.replaceChildren();
  };

  /** One code more. @returns {Promise<boolean>} whether the declaration is whole and stands on the screen */
  const take = async (text) => {
    const told = await gathered.take(text);
    const why = "wrong" in told ? told.wrong : await unopenable(told);
    wrong(why);
    if ("wrong" in told) return false;
    if (why) gathered.forget();
    tell(why ? 0 : told.read, told.count);
    if (why || !told.sealed) return false;
    const { mark, keys } = await scanKeys();
    try {
      held = { operation: await openDeclaration(told.sealed, mark, keys.find(({ key }) => key === told.key)) };
    } catch (error) {
      begin();
      wrong(error.message === "too_old" ? "too_old" : "damaged");
      return false;
    }
    stop();
    show();
    return true;
  };

  const show = () => {
    const { form: code, form_version: version, values } = held.operation.b;
    held.form = forms[code] ?? bare(values);
    const { form } = held;
    fill(part("[data-panel=read]"), {
      title: form.short || code,
      police: form.office === "police" ? "yes" : "",
      older: form.version && form.version !== version ? "yes" : "",
      unknown: forms[code] ? "" : "yes",
    });
    const [partTemplate, template] = ["answer-part", "answer"].map((name) => part(`template[data-${name}]`));
    part("[data-answers]").replaceChildren(
      ...answers(form, byPath(values)).map(({ title, rows }) => {
        const made = stamp(partTemplate, { title });
        made.querySelector("dl").append(...rows.map(({ label, value }) => stamp(template, { label, value })));
        return made;
      }),
    );
    for (const button of root.querySelectorAll("[data-print-here]")) button.hidden = !form.paper;
    refused.hidden = true;
    turn("read");
  };

  const keep = async () => {
    const [device, current, offset] = await Promise.all([identity(), shift(), clockOffset()]);
    // Handed over or locked in another tab: the gate leads to the shift page.
    if (!device || !current || current.locked) return location.reload();
    const { op, e, t, b } = held.operation;
    const what = { type: t, entity: e, body: b, identity: device, shift: current, now: Date.now(), clockOffset: offset };
    const tracking = formatTracking(await trackingOf({ op, e }));
    const text = root.dataset.short.replace("{form}", held.form.short || b.form);
    await put(await makeOperation({ ...what, id: op, app: release, sealKey: device.sealKey }), { text, tracking });
    kick();
    fill(part("[data-panel=taken]"), { tracking });
    return turn("taken");
  };
  part("[data-take]").addEventListener("click", async () => {
    if (busy) return;
    busy = true;
    try {
      await keep();
    } catch (error) {
      refused.querySelector(".notice-body p:last-child").textContent = messages[error.code] ?? "";
      refused.hidden = false;
      refused.focus();
      if (!(error instanceof StorageError)) throw error;
    } finally {
      busy = false;
    }
  });

  open.addEventListener("click", () => seen.watch(take));
  close.addEventListener("click", stop);
  anew.addEventListener("click", begin);
  photo.addEventListener("change", async () => {
    const files = [...photo.files];
    photo.value = "";
    for (const file of files) {
      const text = await seen.readPhoto(file);
      if (!text) return;
      say("");
      if (await take(text)) return;
    }
  });
  for (const button of root.querySelectorAll("[data-print-here]")) {
    button.addEventListener("click", () => printHere(root, held.form, held.operation.b.values));
  }
  for (const button of root.querySelectorAll("[data-drop]")) {
    button.addEventListener("click", () => {
      begin();
      turn("scan");
    });
  }
  addEventListener("visibilitychange", () => document.hidden && stop());

  const ready = async () => {
    const current = await shift();
    if ((await identity()) && current && !current.locked) await pullScanKeys();
    part("[data-no-keys]").hidden = Boolean(await scanKeys());
  };
  dutyChannel().addEventListener("message", ready);
  setInterval(ready, PULL_MS);
  let before = "";
  subscribe(({ counts, state }) => {
    // The shift may have reached the server just now.
    const now = `${counts.pending} ${state}`;
    if (now !== before && state !== "sending") ready();
    before = now;
  });
  // What reads codes must be on this machine before the network is gone.
  await codeReader().catch(() => {});
  if (await keepPage([location.pathname])) root.dataset.opensOffline = "";
}

/** Why this machine cannot open what it reads: before all codes of it are read, so that nobody waits for the last. */
async function unopenable({ mark, key, sealed }) {
  const held = await scanKeys();
  if (!held) return "unknown";
  if (mark !== held.mark) return "other";
  if (sealed && !sealed.length) return "damaged";
  if (held.keys.some((one) => one.key === key)) return "";
  const newest = held.keys[0].key;
  if (monthsBetween(newest, key) > 0) return "late";
  return monthsBetween(held.keys.at(-1).key, key) < 0 ? "old" : "unknown";
}

/** {"child.name": value, "members.0.name": value} */
function byPath(values) {
  const rows = (section, given) =>
    Array.isArray(given) ? given.map((row, at) => [`${section}.${at}`, row]) : [[section, given]];
  const flat = Object.entries(values).flatMap(([section, given]) =>
    rows(section, given).flatMap(([at, row]) => Object.entries(row).map(([field, value]) => [`${at}.${field}`, value])),
  );
  return { ...values, ...Object.fromEntries(flat) };
}

/** A form that this machine does not have: everything under the names that the phone gave it. */
function bare(values) {
  const sections = Object.entries(values).map(([id, given]) => {
    const names = new Set([given].flat().flatMap(Object.keys));
    const fields = [...names].map((name) => ({ id: name, type: "text", label: name }));
    return { id, title: id, fields, ...(Array.isArray(given) && { repeat: { one: id } }) };
  });
  return { short: "", version: 0, sections };
}
