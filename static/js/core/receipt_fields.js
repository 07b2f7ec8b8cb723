/**
 * What stands in each [data-field] of Mẫu 01, word for word as the server's PDF has it. Twin: receipt_fields of
 * app/printing/dossier_sheets.py; cases: tests/cases/dossier_receipt.json. The words of the paper are Vietnamese
 * whatever the screen speaks.
 */
import { money } from "./handling.js";
import { formatTracking } from "./tracking.js";

const LOCAL_MS = 7 * 3_600_000;
const DOTS = ".".repeat(60);
const joined = (between, ...texts) => texts.filter(Boolean).join(between);
const pair = (number) => String(number).padStart(2, "0");

function longDay(local) {
  const month = local.getUTCMonth() + 1;
  return `ngày ${pair(local.getUTCDate())} tháng ${month < 3 ? pair(month) : month} năm ${local.getUTCFullYear()}`;
}

/** "8 giờ 05 phút, ngày 05 tháng 02 năm 2026" in Việt Nam. @param {number} at */
export function longMoment(at) {
  const local = new Date(at + LOCAL_MS);
  return `${local.getUTCHours()} giờ ${pair(local.getUTCMinutes())} phút, ${longDay(local)}`;
}

/** "+84912345678" → "0912 345 678", a landline "024 3354 1234". */
export function telephone(phone) {
  if (!phone.startsWith("+84")) return phone;
  const digits = "0" + phone.slice(3);
  const [first, second] = digits.length === 10 ? [4, 7] : [3, 7];
  return `${digits.slice(0, first)} ${digits.slice(first, second)} ${digits.slice(second)}`;
}

/** The fee with its why, as on paper. @param {object} fee of core/handling @param {string} receipt number of its receipt */
export function feeWords(fee, receipt) {
  const whys = joined("; ", ...fee.lines.map(({ why }) => why));
  const known = fee.known ? money(fee.total) + (whys ? ` (${whys})` : "") : whys;
  return receipt ? `${known}. Biên lai số ${receipt}` : known;
}

/**
 * @param {object} receipt {body, at, due, number (0: none yet), year, fee, procedure: {name, code}, legal, clerk}
 * @param {{ward: object, office: object, symbol: string}} lists of the machine's pack
 * @param {{forms: Record<string, string>, returns: Record<string, string>}} words
 * @returns {{fields: Record<string, string>, documents: {position: number, name: string, form: string, count: number}[],
 *   state: "official" | "provisional"}}
 */
export function receiptFields(receipt, lists, words) {
  const { body, at, number, procedure } = receipt;
  const { ward, office } = lists;
  const own = office.counter_name;
  const named = procedure.code ? `${procedure.name} (mã\u00a0${procedure.code})` : procedure.name;
  const back = words.returns[body.return_by];
  const shown = number ? pair(number) : "........";
  const fields = {
    organ_line_1: own ? joined(" ", ward.organ_line_1, ward.organ_line_2) : ward.organ_line_1,
    organ_line_2: own || ward.organ_line_2,
    number: `${shown}/${lists.symbol}`,
    place_date: `${ward.place_name}, ${longDay(new Date(at + LOCAL_MS))}`,
    code: formatTracking(body.tracking),
    national_code: body.national_code,
    name: body.name.toUpperCase(),
    identity_line: office.identity_line ? DOTS : "",
    address: body.address,
    contact: joined(". Email: ", telephone(body.phone), body.email),
    subject: joined("; ", named, body.subject),
    office_name: ward.name.slice(0, 1).toLowerCase() + ward.name.slice(1),
    copies: pair(body.copies),
    legal_time: receipt.legal,
    received_at: longMoment(at),
    due_at: longMoment(receipt.due),
    return_by: body.return_by === "post" ? `${back}: ${body.return_address}` : back,
    fee: feeWords(receipt.fee, body.fee_receipt),
    book: number ? `01/${receipt.year}, số thứ tự: ${shown}` : "",
    note: body.note,
    clerk: receipt.clerk,
  };
  const documents = body.documents.map(({ name, form, count }, place) => ({
    position: place + 1,
    name,
    form: words.forms[form],
    count,
  }));
  return { fields, documents, state: number ? "official" : "provisional" };
}
