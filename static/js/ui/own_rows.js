/** A volunteer's own rows of the last 24 hours, masked, newest first; ages stay true while the page is open. */
import { shift } from "../store/identity.js";
import { rows } from "../store/outbox.js";
import { subscribe } from "../sync/schedule.js";
import { stamp } from "./fill.js";

const AGES_MS = 30_000;

/** @param {HTMLElement} element [data-own-rows], its value the states it shows */
export async function mount(element) {
  const states = element.dataset.ownRows.split(" ");
  const list = element.querySelector("ul");
  const line = element.querySelector("template");

  const show = async () => {
    const current = await shift();
    const mine = current && !current.locked ? await rows(current.staff, Date.now()) : [];
    const shown = mine.filter((row) => states.includes(row.state));
    list.replaceChildren(
      ...shown.map((row) => {
        const copy = stamp(line, { ...row.line, savedAt: row.savedAt, amended: row.amended ?? false });
        copy.querySelector("[data-state]").dataset.state = row.state;
        return copy;
      }),
    );
    list.hidden = shown.length === 0;
    element.querySelector("[data-empty]").hidden = shown.length > 0;
  };
  subscribe(show);
  setInterval(show, AGES_MS);
}
