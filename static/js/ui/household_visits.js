/**
 * The lead's walk through his tổ dân phố: whom to visit, masked, with or without a network; a tap opens the form of one
 * visit (household_visit_form.js), and the line says "Trên máy" until the ward has it.
 */
import { matching, nameOf, sorted } from "../core/household_visit.js";
import { timestamp } from "../core/clock.js";
import { identity, shift } from "../store/identity.js";
import { rows } from "../store/outbox.js";
import { reference } from "../store/reference.js";
import { visitList } from "../store/visit_list.js";
import { keepPage } from "../sync/keep_page.js";
import { subscribe } from "../sync/schedule.js";
import { pullVisitList } from "../sync/visit_list.js";
import { dutyChannel } from "./duty_gate.js";
import { fill, redraw, stamp } from "./fill.js";
import { mountVisitForm } from "./household_visit_form.js";

const PULL_MS = 300_000;
/** So many lines are found by looking. */
const SEARCH_FROM = 9;

/** @param {HTMLElement} element [data-household-visits] with data-words and the panels list and visit */
export async function mount(element) {
  const words = JSON.parse(element.dataset.words);
  const [list, visit] = ["list", "visit"].map((name) => element.querySelector(`[data-panel=${name}]`));
  const template = list.querySelector("template[data-line]");
  const find = list.querySelector("[name=find]");
  const done = list.querySelector("[data-done]");
  let held = null;
  let kept = [];

  const turnTo = (panel) => {
    for (const each of [list, visit]) each.hidden = each !== panel;
    scrollTo(0, 0);
  };
  const texts = (line) => ({
    name: nameOf(line),
    state: words.state[line.state] ?? line.state,
    difficulties: line.difficulties.map((code) => words.difficulty[code] ?? code).join(", "),
    since: inWords(line.since),
    dueOn: inWords(line.due_on),
    found: line.kept?.line.found ?? "",
  });

  const draw = () => {
    const today = timestamp(Date.now()).slice(0, 10);
    const groups = Object.entries(sorted(held?.lines ?? [], held ? kept : [], today));
    let [all, shown] = [0, 0];
    for (const [name, known] of groups) {
      const lines = matching(known, find.value);
      all += known.length;
      shown += lines.length;
      const group = list.querySelector(`[data-group=${name}]`);
      group.hidden = lines.length === 0;
      fill(group, { count: lines.length });
      redraw(group.querySelector("ul"), lines, () =>
        lines.map((line) => {
          const copy = stamp(template, texts(line));
          const badge = copy.querySelector("[data-state]");
          badge.hidden = !line.kept;
          if (line.kept) badge.dataset.state = line.kept.state;
          const button = copy.querySelector("button");
          button.setAttribute("aria-label", `${button.textContent.trim()}: ${nameOf(line)}`);
          button.addEventListener("click", () => open(line));
          return copy;
        }),
      );
    }
    find.closest(".field").hidden = all < SEARCH_FROM;
    fill(list, { unfound: all && !shown, none: held && !all, more: held?.more ?? false, keptAt: held?.keptAt ?? 0 });
  };
  const show = async () => {
    const [current, lists] = await Promise.all([shift(), reference()]);
    const ours = current && !current.locked && current.role === "lead";
    held = ours ? await visitList() : null;
    kept = ours ? await rows(current.staff, Date.now()) : [];
    const place = lists?.neighbourhoods.find(({ id }) => id === held?.neighbourhood);
    fill(element, { stranger: Boolean(current) && !ours, nothing: ours && !held, place: place?.name ?? "" });
    if (!held && visit.hidden) list.hidden = true;
    else if (visit.hidden) list.hidden = false;
    draw();
  };
  const refresh = async () => {
    if (await identity()) await pullVisitList();
    await show();
  };

  const open = (line, draft = null) => {
    done.hidden = true;
    turnTo(visit);
    form.open(line, texts(line), draft);
  };
  const back = async (saved = "") => {
    await show();
    turnTo(list);
    if (!held) list.hidden = true;
    fill(done, { saved });
    done.hidden = !saved;
    (saved ? done : list).focus({ preventScroll: true });
  };
  const form = mountVisitForm(visit, words, back);

  find.addEventListener("input", draw);
  dutyChannel().addEventListener("message", show);
  setInterval(refresh, PULL_MS);
  await show();
  let before = "";
  subscribe(({ counts, state }) => {
    // What has left this phone changes the list; a shift that has just arrived makes the ward answer.
    const now = `${counts.pending} ${state}`;
    if (now !== before && state !== "sending") refresh();
    before = now;
  });
  const draft = await form.draft();
  // A tab that was killed right after it had saved has typed nothing that is missing.
  const typing = draft && !kept.some((row) => row.entity === draft.entity);
  const line = typing && held?.lines.find(({ id }) => id === draft.household);
  // Another one may have been opened meanwhile.
  if (line && visit.hidden) open(line, draft);
  const ready = await keepPage([location.pathname]);
  fill(element, { ready });
  if (ready) element.dataset.opensOffline = "";
}

/** "2026-11-20" → "20/11/2026" */
const inWords = (day) => (day ?? "").split("-").reverse().join("/");
