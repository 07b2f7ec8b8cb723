/**
 * Numbers of the queue given by a volunteer's tablet, with or without a network: the next one of its own lane, an
 * operation in the outbox, and the paper that the browser prints.
 */
import { tabletLane, written } from "../core/ticket_number.js";
import { makeOperation } from "../core/operation.js";
import { uuid7 } from "../core/uuid.js";
import { StorageError } from "../store/database.js";
import { identity, shift } from "../store/identity.js";
import { put } from "../store/outbox.js";
import { clockOffset } from "../store/server_contact.js";
import { takeTicketNumber } from "../store/ticket_numbers.js";
import { release } from "../sync/release.js";
import { kick } from "../sync/schedule.js";
import { fill } from "./fill.js";

/** @param {HTMLElement} root [data-ticket-tablet] */
export async function mount(root) {
  const messages = JSON.parse(root.dataset.messages);
  const refused = /** @type {HTMLElement} */ (root.querySelector("[data-refused]"));
  const given = /** @type {HTMLElement} */ (root.querySelector("[data-given]"));
  const slip = /** @type {HTMLElement} */ (root.querySelector("[data-slip]"));
  let busy = false;

  const give = async (form) => {
    const [device, current, offset] = await Promise.all([identity(), shift(), clockOffset()]);
    // Handed over or locked in another tab: the gate leads to the shift page.
    if (!device || !current || current.locked) return location.reload();
    const now = Date.now();
    const lane = tabletLane(device.device.lane);
    const taken = await takeTicketNumber(lane, now - Math.round(offset));
    if (!taken) return say("ticket_lane_full");
    const data = new FormData(form);
    const [service, priority] = ["service", "priority"].map((name) => String(data.get(name) ?? ""));
    const body = { point: form.dataset.point, service, priority, channel: "tablet", lane, number: taken.number };
    const what = { type: "ticket.take/1", entity: uuid7(now), body, identity: device, shift: current };
    await put(await makeOperation({ ...what, now, clockOffset: offset, app: release }), null);
    kick();
    const why = form.querySelector("[name=priority]:checked")?.closest("label").innerText.trim();
    const values = { number: written(lane, taken.number), service, point: form.dataset.name, priority: priority && why };
    show({ ...values, time: moment(now - Math.round(offset)) });
    form.reset();
  };

  const show = (values) => {
    fill(given, values);
    fill(slip, values);
    slip.querySelector("article").toggleAttribute("data-long", values.number.length > 6);
    for (const row of slip.querySelectorAll("[data-row]")) row.hidden = !values[row.dataset.row];
    given.hidden = false;
    given.focus();
  };

  const say = (code) => {
    refused.querySelector(".notice-body p:last-child").textContent = messages[code] ?? messages.server_error;
    refused.hidden = false;
    refused.focus();
  };

  for (const form of root.querySelectorAll("form[data-point]")) {
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      if (busy) return;
      busy = true;
      refused.hidden = true;
      try {
        await give(form);
      } catch (error) {
        say(error.code);
        if (!(error instanceof StorageError)) throw error;
      } finally {
        busy = false;
      }
    });
  }
  root.querySelector("[data-print-number]").addEventListener("click", () => window.print());

  const current = await shift();
  const own = [...root.querySelectorAll("form[data-point]")].find((form) => form.dataset.point === current?.point);
  if (own) own.hidden = false;
  else root.querySelector("[data-no-queue]").hidden = false;
}

/** "8 giờ 05, ngày 21/11/2026", as on the server's paper. */
function moment(now) {
  const [day, time] = new Date(now + 7 * 3_600_000).toISOString().split("T");
  const [hour, minute] = time.split(":");
  return `${Number(hour)} giờ ${minute}, ngày ${day.split("-").reverse().join("/")}`;
}
