/**
 * One declaration on a citizen's phone, part after part, with no network anywhere on the way: typed → kept → checked →
 * looked over → queued for the ward, or printed. Without this script it is one long page that the server checks.
 */
import { timestamp } from "../core/clock.js";
import { check } from "../core/declaration_check.js";
import { formatTracking } from "../core/tracking.js";
import { keepForms } from "../sync/keep_forms.js";
import { codes } from "./declaration_code.js";
import { doubtsBeside, say } from "./declaration_doubts.js";
import { addRow, dropRow, readTyped, rowsOf, showAsked, tidyDate, writeTyped } from "./declaration_fields.js";
import { keeping } from "./declaration_keeping.js";
import { offers } from "./declaration_offers.js";
import { paperWays } from "./declaration_paper.js";
import { review } from "./declaration_review.js";
import { delivered, enqueue, handed, waitingOf, withdraw } from "./declaration_sending.js";
import { steps } from "./declaration_steps.js";
import { fill } from "./fill.js";

const REVIEW = "xem-lai";
const KEEP_AFTER_MS = 300;
/** A second tap of a shaking thumb must not press the button that has just come under it. */
const DEAF_MS = 350;

/** @param {HTMLElement} root [data-declaration] with data-form, data-messages and data-lists */
export async function mount(root) {
  const form = JSON.parse(root.dataset.form);
  const { problems, doubts } = JSON.parse(root.dataset.messages);
  const lists = JSON.parse(root.dataset.lists);
  const sheet = root.querySelector("form");
  const sendButton = root.querySelector("[data-send]");
  const code = codes(root, JSON.parse(root.dataset.wardKey));
  const road = steps(root, form, REVIEW);
  const offer = offers(root, form);
  const doubt = doubtsBeside(root, doubts);
  const [kept, waiting] = await Promise.all([keeping(root, form.code), waitingOf(form.code).catch(() => null)]);
  let checked;
  const passed = new Set();
  let warned = "";
  let timer = 0;
  let turnedAt = 0;
  let wanted = "";
  let looked = false;
  let current = waiting ?? null;
  let entrusted = null;
  let handing = null;

  const refresh = () => {
    const typed = readTyped(root, form);
    checked = check(form, typed, timestamp(Date.now()).slice(0, 10), lists);
    const asked = new Set(Object.keys(checked.asked));
    showAsked(root, asked);
    offer(typed, asked);
    const ids = form.sections.map(({ id }) => id);
    const whole = ids.filter((id) => begun(typed[id]) && !wrongIn(id).length);
    road.update(checked.asked, ids.filter((id) => passed.has(id) && wrongIn(id).length), whole, looked);
  };
  const wrongIn = (id) => Object.keys(checked.errors).filter((path) => path === id || path.startsWith(`${id}.`));
  const keepNow = () => {
    clearTimeout(timer);
    if (current || ["sent", "handed"].includes(root.dataset.at)) return null;
    return kept.save({ typed: readTyped(root, form), part: road.current });
  };
  const keepSoon = () => {
    clearTimeout(timer);
    timer = setTimeout(keepNow, KEEP_AFTER_MS);
  };

  /** Says what is wrong in a part; true when something is. */
  const blame = (paths) => {
    const said = paths.map((field) => ({ field, sentence: say(problems[checked.errors[field][0]], checked.errors[field][1]) }));
    sheet.dispatchEvent(new CustomEvent("problems", { detail: said }));
    return said.length > 0;
  };

  /** One panel of the page: fill, review, waiting, sent, refused. */
  const turn = (name, focus = true) => {
    for (const panel of root.querySelectorAll("[data-panel]")) panel.hidden = panel.dataset.panel !== name;
    if (root.dataset.at === "code") code.hide();
    root.dataset.at = name;
    turnedAt = Date.now();
    if (!focus) return;
    kept.fold();
    const panel = root.querySelector(name === "fill" ? `[data-section="${road.current}"]` : `[data-panel="${name}"]`);
    panel.focus({ preventScroll: true });
    (name === "fill" ? root.querySelector("[data-parts]") : panel).scrollIntoView({ block: "start" });
  };

  const open = (id, focus = true) => {
    refresh();
    const first = form.sections.map((section) => section.id).find((each) => wrongIn(each).length);
    looked ||= id === REVIEW;
    if (id === REVIEW && !first) {
      review(root, form, checked, doubts);
      return turn("review", focus);
    }
    // What is wrong comes before what comes last.
    if (id === REVIEW) history.replaceState(null, "", `#${first}`);
    road.show(id === REVIEW ? first : id);
    doubt(checked.warnings);
    turn("fill", focus);
    // Last, because they take the focus.
    blame(id === REVIEW ? wrongIn(first) : []);
    if (wanted) root.querySelector(`[name="${wanted}"]`)?.focus();
    wanted = "";
  };
  const go = (id) => {
    if (location.hash === `#${id}`) open(id);
    else location.hash = id;
  };

  const forward = () => {
    passed.add(road.current);
    const wrong = wrongIn(road.current);
    const said = JSON.stringify(wrong);
    // Pressed a second time: it will be filled in later.
    const again = said === warned && wrong.length > 0;
    warned = said;
    // Whoever has been at the end once comes back to it.
    if (again || !blame(wrong)) go(looked ? REVIEW : road.next());
  };

  const arrived = async (result) => {
    if (result.status === "rejected" || result.status === "parked") {
      await keepNow();
      fill(root.querySelector("[data-panel=refused]"), { why: problems[result.code] ?? "" });
      return turn("refused");
    }
    fill(root.querySelector("[data-panel=sent]"), { code: formatTracking(result.told.tracking ?? "") });
    history.replaceState(null, "", location.pathname);
    return turn("sent");
  };
  /** Pressed again while it is written down, it is one declaration. */
  const entrust = () => {
    clearTimeout(timer);
    entrusted ??= (async () => {
      current ??= await enqueue(form, checked.values);
      await kept.erase();
    })().finally(() => {
      entrusted = null;
    });
    return entrusted;
  };
  const send = async () => {
    refresh();
    if (Object.keys(checked.errors).length) return go(REVIEW);
    await entrust();
    return attempt();
  };
  /** To a person beside it: queued all the same, so that it is one declaration whichever way it comes. */
  const showCodes = async () => {
    refresh();
    if (!current && Object.keys(checked.errors).length) return go(REVIEW);
    await entrust();
    try {
      await code.show(current);
    } catch {
      // Nothing to draw with, or too long for codes: it waits in the queue, and that page says so.
      return attempt();
    }
    return turn("code");
  };
  /** Pressed twice, the codes are drawn once. */
  const hand = () => {
    handing ??= showCodes().finally(() => {
      handing = null;
    });
    return handing;
  };
  const handOver = async () => {
    const tracking = await handed(current);
    current = null;
    fill(root.querySelector("[data-panel=handed]"), { tracking });
    history.replaceState(null, "", location.pathname);
    return turn("handed");
  };
  const takeBack = async () => {
    await withdraw(current);
    current = null;
    await keepNow();
    return go(REVIEW);
  };
  const attempt = async () => {
    const [operation, before] = [current, turnedAt];
    const result = await delivered(operation.op);
    if (result) {
      if (current === operation) current = null;
      return arrived(result);
    }
    // Whoever shows the codes or has taken it back by now does not wait for the network.
    return turnedAt === before && turn("waiting", root.dataset.at !== "waiting");
  };

  sheet.addEventListener("submit", (event) => {
    event.preventDefault();
    if (Date.now() - turnedAt > DEAF_MS) forward();
  });
  sheet.addEventListener("keydown", (event) => onEnter(event, forward));
  sheet.addEventListener("input", () => {
    refresh();
    keepSoon();
  });
  sheet.addEventListener("change", ({ target }) => {
    tidyDate(target);
    refresh();
    keepNow();
    doubt(checked.warnings);
  });
  sheet.addEventListener("click", (event) => {
    const button = event.target.closest("[data-add], [data-drop], [data-back]");
    if (!button) return;
    event.preventDefault();
    if (button.matches("[data-back]")) return go(road.before());
    const id = button.dataset.add ?? button.closest("[data-rows]").dataset.rows;
    const section = form.sections.find((each) => each.id === id);
    const row = button.dataset.add ? addRow(root, section) : button.closest("[data-row]");
    if (!button.dataset.add) dropRow(root, section, row);
    refresh();
    keepNow();
    const next = button.dataset.add ? row.querySelector("[name]") : root.querySelector(`[data-add="${id}"]`);
    next.focus();
  });
  root.addEventListener("click", async (event) => {
    const edit = event.target.closest("[data-edit]");
    if (edit) {
      event.preventDefault();
      wanted = edit.dataset.edit;
      return go(wanted.split(".")[0]);
    }
    if (event.target.closest("[data-again]")) return go(road.current);
    const early = Date.now() - turnedAt < DEAF_MS;
    for (const [press, act] of Object.entries({ hand, handed: handOver, "take-back": takeBack, "by-network": attempt })) {
      if (event.target.closest(`[data-${press}]`) && !early) return act();
    }
    if (event.target.closest("[data-erase-now]")) {
      clearTimeout(timer);
      await Promise.all([kept.erase(), current && withdraw(current)]);
      current = null;
      sheet.reset();
      for (const section of form.sections) for (const row of rowsOf(root, section.id)) dropRow(root, section, row);
      history.replaceState(null, "", location.pathname);
      open(form.sections[0].id, false);
      root.querySelector("[data-erased]").hidden = false;
    }
    return undefined;
  });
  sendButton.addEventListener("click", async () => {
    if (Date.now() - turnedAt < DEAF_MS) return;
    sendButton.disabled = true;
    await send().finally(() => {
      sendButton.disabled = false;
    });
  });
  root.querySelector("[data-send-now]").addEventListener("click", async () => {
    await attempt();
    root.querySelector("[data-still-waiting]").hidden = !current;
  });
  addEventListener("gandan:told", ({ detail }) => {
    const mine = current && detail.find(({ op }) => op === current.op);
    if (mine && ["waiting", "code"].includes(root.dataset.at)) {
      current = null;
      arrived(mine);
    }
  });
  addEventListener("hashchange", () => {
    if (!current && !["sent", "handed"].includes(root.dataset.at)) open(decodeURIComponent(location.hash.slice(1)) || form.sections[0].id);
  });
  addEventListener("visibilitychange", () => document.hidden && keepNow());

  root.dataset.stepwise = "";
  for (const way of root.querySelectorAll("[data-hand-over]")) way.hidden = !code.can;
  writeTyped(root, form, waiting?.b.values ?? kept.held?.typed ?? {});
  paperWays(root, form, sheet, () => check(form, readTyped(root, form), timestamp(Date.now()).slice(0, 10), lists));
  const begin = decodeURIComponent(location.hash.slice(1)) || kept.held?.part || form.sections[0].id;
  open(begin, false);
  if (waiting) await attempt();
  root.toggleAttribute("data-opens-offline", await keepForms(true));
}

const begun = (given) => Object.values(given ?? {}).some((value) => (typeof value === "object" ? begun(value) : value));

/** Enter goes to the next field, and behind the last one to the next part: no form is sent by a thumb on a keyboard. */
function onEnter(event, forward) {
  const { target, key, isComposing } = event;
  if (key !== "Enter" || isComposing || !target.matches("input, select, textarea") || target.rows > 2) return;
  event.preventDefault();
  const part = target.closest("[data-section]");
  const fields = [...part.querySelectorAll("input, select, textarea")].filter(
    (each) => !each.disabled && each.checkVisibility() && (each === target || each.name !== target.name),
  );
  const next = fields[fields.indexOf(target) + 1];
  if (next) next.focus();
  else forward();
}
