/**
 * The desk of a clerk's machine: its open dossiers, found without diacritics, the numbers it holds, and the way to a
 * reception and back. All of it works with the server away; while the server is there it is kept up to date.
 */
import { fold } from "../core/fold.js";
import { formatTracking } from "../core/tracking.js";
import { counter, numbersLeft, receipts } from "../store/counter.js";
import { forgetCounter } from "../store/counter_life.js";
import { identity, shift } from "../store/identity.js";
import { askForNumbers, pullCounter } from "../sync/counter_pull.js";
import { keepPage } from "../sync/keep_page.js";
import { kick, subscribe } from "../sync/schedule.js";
import { mountForm } from "./counter_form.js";
import { showSheet } from "./counter_sheet.js";
import { dutyChannel } from "./duty_gate.js";
import { fill, redraw, stamp } from "./fill.js";

const PULL_MS = 60_000;
const RECEIVERS = ["clerk", "admin"];

/** @param {HTMLElement} element [data-counter] with the panels list, form and sheet */
export async function mount(element) {
  const panels = new Map([...element.querySelectorAll("[data-panel]")].map((panel) => [panel.dataset.panel, panel]));
  const [list, form, sheet] = ["list", "form", "sheet"].map((name) => panels.get(name));
  const paper = JSON.parse(element.dataset.paper);
  const states = JSON.parse(element.dataset.states);
  const find = list.querySelector("[name=find]");
  let held = null;
  let made = [];
  let sent = null;

  const turnTo = (panel) => {
    for (const each of panels.values()) each.hidden = each !== panel;
    scrollTo(0, 0);
  };
  const lines = () => {
    const own = new Map(made.map((receipt) => [receipt.entity, receipt]));
    const told = (held?.desk?.dossiers ?? []).map((row) => ({ ...row, receipt: own.get(row.id) }));
    const known = new Set(told.map(({ id }) => id));
    const unsent = made.filter(({ entity }) => !known.has(entity)).map((receipt) => ({ receipt }));
    return [...unsent, ...told];
  };

  const draw = () => {
    const wanted = fold(find.value).split(" ").filter(Boolean);
    const shown = lines().map((row) => lineOf(row, states, element.dataset));
    const found = shown.filter(({ words }) => wanted.every((word) => words.includes(word)));
    const template = list.querySelector("template[data-line]");
    const rows = list.querySelector("ul.rows");
    redraw(rows, found.map(({ texts, receipt }) => [texts, receipt?.entity]), () =>
      found.map(({ texts, receipt }) => {
        const line = stamp(template, texts);
        const again = line.querySelector("[data-again]");
        again.hidden = !receipt;
        again.addEventListener("click", () => print(receipt));
        return line;
      }),
    );
    rows.hidden = found.length === 0;
    list.querySelector("[data-empty]").hidden = shown.length > 0 || held?.desk === null;
    fill(list, { found: wanted.length ? found.length : "", forgotten: held && !held.desk ? "yes" : "" });
  };

  /** Numbers that the server has given since stand on the sheet that is printed again. */
  const withNumber = (receipt) => {
    const told = held?.desk?.dossiers.find(({ id }) => id === receipt.entity);
    return told?.number && !receipt.number ? { ...receipt, number: told.number, year: told.year } : receipt;
  };
  const print = (receipt) => {
    showSheet(sheet, withNumber(receipt), held.lists, paper);
    turnTo(sheet);
    sheet.focus({ preventScroll: true });
  };

  const show = async () => {
    const current = await shift();
    const stranger = Boolean(current && !RECEIVERS.includes(current.role));
    if (stranger) await forgetCounter();
    [held, made] = [await counter(), await receipts()];
    const { left, asked } = await numbersLeft();
    const nothing = !held && !stranger;
    fill(element, { stranger: stranger ? "yes" : "", nothing: nothing ? "yes" : "" });
    fill(list, { left, none: held && !left && !asked ? "yes" : "", keptAt: held?.keptAt ?? 0 });
    if (!held) for (const panel of panels.values()) panel.hidden = true;
    else if ([...panels.values()].every((panel) => panel.hidden)) turnTo(list);
    draw();
  };
  const refresh = async () => {
    const current = await shift();
    if (!(await identity()) || !current || current.locked || !RECEIVERS.includes(current.role)) return show();
    const answer = await pullCounter();
    if (answer.ok && (await askForNumbers())) kick();
    await show();
  };

  const desk = { held: () => held, saved: async (receipt) => { await show(); print(receipt); } };
  const reception = mountForm(form, desk);
  for (const button of element.querySelectorAll("[data-receive-new]")) {
    button.addEventListener("click", () => {
      turnTo(form);
      reception.fresh();
    });
  }
  for (const button of element.querySelectorAll("[data-back]")) {
    button.addEventListener("click", async () => {
      delete form.dataset.dirty;
      await show();
      if (held) turnTo(list);
    });
  }
  find.addEventListener("input", draw);
  sheet.querySelector("[data-print-both]").addEventListener("click", () => globalThis.print());
  dutyChannel().addEventListener("message", show);
  setInterval(refresh, PULL_MS);
  await show();
  subscribe(({ counts, state }) => {
    // What has left this machine comes back with its number, or frees one.
    const now = `${counts.pending} ${state}`;
    if (now !== sent && state !== "sending") refresh();
    sent = now;
  });
  await import("../core/telex.js");
  if (await keepPage([location.pathname])) element.dataset.opensOffline = "";
}

/** What a line of the list says, and what it is found by. */
function lineOf({ receipt, ...row }, states, words) {
  const mine = row.id ? null : receipt;
  const number = row.number || receipt?.number || 0;
  const year = row.number ? row.year : receipt?.year;
  const texts = {
    name: mine ? mine.body.name : row.name,
    phone: mine ? mine.body.phone.slice(-3) : row.phone,
    number: number ? `${number}/${year}` : mine ? words.waitsNumber : "",
    procedure: mine ? mine.procedure.name : row.procedure,
    state: mine ? words.savedHere : states[row.state] ?? row.state,
    due: mine ? mine.due : row.due_at,
    tracking: formatTracking(mine ? mine.body.tracking : row.tracking),
  };
  const said = [texts.name, texts.phone, texts.number, texts.procedure, texts.tracking, texts.tracking.replaceAll("-", "")];
  return { texts, receipt, words: fold(said.join(" ")) };
}
