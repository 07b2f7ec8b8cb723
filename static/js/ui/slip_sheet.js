/**
 * The TẠM slip of the record that was just saved in this tab: its body is kept encrypted for half an hour and is gone
 * when the screen is locked. The browser prints the same sheet as the server does.
 */
import { slipFields } from "../core/slip_fields.js";
import { loadDraft } from "../store/draft.js";
import { identity, shift } from "../store/identity.js";
import { reference } from "../store/reference.js";
import { fill } from "./fill.js";

/** @param {HTMLElement} element [data-slip] with data-words, data-labels and the sheet */
export async function mount(element) {
  const stores = [loadDraft("last"), shift(), reference(), identity()];
  const [last, current, lists, device] = await Promise.all(stores);
  const has = Boolean(last && current && !current.locked);
  element.querySelector("[data-nothing]").hidden = has;
  element.querySelector("[data-sheet]").hidden = !has;
  if (!has) return;

  const body = last.value;
  const words = JSON.parse(element.dataset.words);
  const labels = JSON.parse(element.dataset.labels);
  const ward = lists?.ward ?? { organ_line_1: "", organ_line_2: device.ward.name, place_name: device.ward.name };
  const point = lists?.points.find(({ id }) => id === body.point);
  const procedure = lists?.procedures.find(({ code }) => code === body.procedure);
  const volunteer = current.name || lists?.staff.find(({ id }) => id === current.staff)?.name;
  const fields = slipFields(
    {
      ...body,
      place: ward.place_name,
      point: point?.name ?? current.pointName,
      point_address: point?.address ?? "",
      volunteer: volunteer ?? "",
      procedure: procedure?.name ?? "",
      procedure_code: body.procedure,
      help: labels.help[body.help],
      channel: labels.channel[body.channel],
      result: labels.result[body.result],
      result_code: body.result,
      difficulties: body.difficulties.map((code) => labels.difficulties[code]),
      next_steps: [],
    },
    words,
  );
  fill(element, { ...ward, ...fields });
  for (const row of element.querySelectorAll("[data-row]")) row.hidden = !fields[row.dataset.row];
  element.querySelector("[data-print]").addEventListener("click", () => print());
}
