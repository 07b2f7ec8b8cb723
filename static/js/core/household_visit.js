/** Whom a lead visits, in the order of corridors, and what a visit says (`household.visit/1`). Days "YYYY-MM-DD". */
import { fold } from "./fold.js";
import { check } from "./validate.js";

const DAY_MS = 86_400_000;
/** As in app/rules/household_fields.py: a day that lies further off is a slip of the pen. */
const AHEAD_DAYS = 366;
const corridor = new Intl.Collator("vi", { numeric: true });

/** "CT1A · 1204 · N.T.H" @param {{name?: string, building: string, apartment: string, initials: string}} line */
export const nameOf = (line) => line.name ?? [line.building, line.apartment, line.initials].filter(Boolean).join(" · ");

/** @param {string} day @param {number} days @returns {string} the day so many days later */
export function dayAfter(day, days) {
  return new Date(Date.parse(day) + days * DAY_MS).toISOString().slice(0, 10);
}

const byCorridor = (one, other) =>
  corridor.compare(one.building, other.building) || corridor.compare(one.apartment, other.apartment);

/**
 * The list as somebody walks it: whom to visit now, whom another day, and who was visited within the last 24 hours.
 * @param {object[]} lines as the server told them
 * @param {object[]} kept this person's rows of the outbox, newest first; those of visits name a `household`
 * @returns {{now: object[], later: object[], visited: object[]}} `visited`, newest first: each line with its row as
 *   `kept`; of a household that has left the list only what the row says
 */
export function sorted(lines, kept, today) {
  const visits = new Map();
  for (const row of kept) {
    const { household } = row.line ?? {};
    if (household && row.state !== "void" && !visits.has(household)) visits.set(household, row);
  }
  const walk = [...lines].sort(byCorridor);
  const told = new Map(lines.map((line) => [line.id, line]));
  const open = walk.filter(({ id }) => !visits.has(id));
  const later = open.filter(({ due_on: due }) => due > today);
  return {
    now: open.filter((line) => !later.includes(line)),
    later: [...later].sort((one, other) => (one.due_on < other.due_on ? -1 : Number(one.due_on > other.due_on))),
    visited: [...visits].map(([id, row]) => ({ ...(told.get(id) ?? gone(id, row)), kept: row })),
  };
}

const gone = (id, { line }) => ({ id, name: line.name, state: "", difficulties: [], since: "", due_on: "" });

/** Lines that answer to what was typed, without diacritics: "ct1a 12" finds CT1A · 1204. */
export function matching(lines, typed) {
  const wanted = fold(typed).split(" ").filter(Boolean);
  return lines.filter((line) => wanted.every((word) => fold(nameOf(line)).includes(word)));
}

/**
 * The body as it is to be kept, and why it cannot be. What is asked only of whoever was met is dropped for others.
 * @param {{outcome: string, state: string, difficulties: string[], note: string, on: string, again: string, next_on:
 *   string}} typed `again`: days until the next visit, "day" for the one in `next_on`, "" for none
 * @param {{fields: object, together: object[]}} rules the table of app/rules/household_fields.py
 */
export function visitBody(household, typed, rules, today) {
  const met = typed.outcome === "met";
  const { again } = typed;
  const chosen = again === "day" ? typed.next_on : again && dayAfter(today, Number(again));
  const body = {
    household,
    on: typed.on,
    outcome: typed.outcome,
    state: met ? typed.state : "",
    difficulties: met ? typed.difficulties : [],
    note: typed.note,
    next_on: typed.outcome === "moved" ? "" : chosen,
  };
  const checked = check(body, rules, today);
  // Whoever was met has been reached: how far they get by themselves is what the visit was for.
  if (met && !body.state) {
    checked.refusals.push({ field: "state", code: "required", params: rules.fields.state });
  }
  if (typed.outcome !== "moved" && again === "day") {
    const code = wrongDay(typed.next_on, today);
    if (code) {
      const others = checked.refusals.filter(({ field }) => field !== "next_on");
      return { body: checked.body, refusals: [...others, { field: "next_on", code, params: {} }] };
    }
  }
  return checked;
}

function wrongDay(day, today) {
  if (!day) return "next_missing";
  if (day <= today) return "next_passed";
  return day > dayAfter(today, AHEAD_DAYS) ? "next_far" : "";
}
