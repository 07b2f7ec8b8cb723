/**
 * What a slip says of a record, word for word as the server's PDF does. Twin: slip_fields in app/printing/sheets.py;
 * cases: tests/cases/slip_fields.json. The Vietnamese words come from the page (`words`), the paper knows no other.
 */
import { maskPhone } from "./mask.js";
import { formatTracking } from "./tracking.js";

/** Lobby time: Việt Nam has had one zone without summer time since 1975. */
const LOCAL_MS = 7 * 3_600_000;

const pair = (number) => String(number).padStart(2, "0");
const joined = (between, ...texts) => texts.filter(Boolean).join(between);
const put = (pattern, values) => pattern.replace(/\{(\w+)\}/g, (_, name) => values[name]);
const dayParts = (iso) => {
  const [year, month, day] = iso.split("-");
  return { year, month: Number(month) < 3 ? month : String(Number(month)), day, date: `${day}/${month}/${year}` };
};

/**
 * @param {object} record the keys of a slip's record in app/printing/sheets.py
 * @param {Record<string, any>} words patterns moment, caught_up, place_date, procedure; next: steps by code of result
 * @returns {Record<string, string>} by [data-field]
 */
export function slipFields(record, words) {
  const local = new Date(Date.parse(record.at) + LOCAL_MS);
  const today = local.toISOString().slice(0, 10);
  const time =
    record.on && record.on !== today
      ? put(words.caught_up, dayParts(record.on))
      : put(words.moment, { ...dayParts(today), hour: local.getUTCHours(), minute: pair(local.getUTCMinutes()) });
  return {
    place_date: put(words.place_date, { ...dayParts(today), place: record.place }),
    point: joined(", ", record.point, record.point_address),
    time,
    volunteer: record.volunteer,
    name: record.name.toUpperCase(),
    phone: maskPhone(record.phone),
    procedure: record.procedure_code && put(words.procedure, { name: record.procedure, code: record.procedure_code }),
    help: joined(" – ", record.help, record.channel.toLowerCase()),
    result: record.result,
    difficulties: record.difficulties.join("; "),
    national_code: record.national_code,
    next_steps: [...record.next_steps, ...words.next[record.result_code]].join("\n"),
    tracking: formatTracking(record.tracking),
  };
}
