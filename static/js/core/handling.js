/** What is paid for one case and what may be asked for it (R8, R9). Twins: app/rules/fee.py and app/rules/demand.py. */
import { clean, fold } from "./fold.js";

const MOST_QUANTITY = 10000;
const LAW =
  /\b(luat|bo luat|phap lenh|nghi dinh|nd|thong tu|tt|ttlt|quyet dinh|qd|nghi quyet|nq|hien phap)\b(?=.*[0-9])/;

/** "200.000 đồng". */
export const money = (amount) => String(amount).replace(/\B(?=(\d{3})+$)/g, ".") + " đồng";

/**
 * @param {object} variant as app/rules/handling_check.py draws it, with fee_text
 * @param {string} channel direct, online or post @param {string} on the day of receipt, YYYY-MM-DD
 * @param {string} [exemptionKey] @param {{pages?: number, copies?: number, papers?: number}} [quantities]
 * @returns {{total: number | null, lines: {label: string, amount: number | null, why: string}[], known: boolean,
 *   refusal: string}} null: not known, and no number is made up
 */
export function feeFor(variant, channel, on, exemptionKey = "", quantities = {}) {
  const asked = variant.fees.filter((fee) => !against(fee, channel, on));
  let lines = asked.map((fee) => lineOf(fee, exemptionOf(fee, exemptionKey, channel, on), quantities));
  if (!lines.length) {
    const why = "Chưa có mức đã kiểm chứng" + (variant.fee_text ? `: ${variant.fee_text}` : "");
    lines = [{ label: "Phí, lệ phí", amount: null, why }];
  }
  const known = lines.every((line) => line.amount !== null);
  return {
    total: known ? lines.reduce((sum, line) => sum + line.amount, 0) : null,
    lines,
    known,
    refusal: exemptionKey ? refusalOf(asked, exemptionKey, channel, on) : "",
  };
}

/** The exemptions of its fees, each once; only those that hold, when a day is given. */
export function exemptionsOf(variant, channel = "", on = "") {
  const found = new Map();
  for (const fee of variant.fees) {
    if (on && against(fee, channel, on)) continue;
    for (const each of fee.exemptions) {
      if (!found.has(each.key) && !(on && against(each, channel, on))) found.set(each.key, each);
    }
  }
  return [...found.values()];
}

/** "" when the rule holds for this channel and day, else which of the two is against it. */
function against(rule, channel, on) {
  if (rule.channel && rule.channel !== channel) return "channel";
  return on < rule.from_on || (rule.to_on && on > rule.to_on) ? "day" : "";
}

const exemptionOf = (fee, key, channel, on) =>
  key ? fee.exemptions.find((each) => each.key === key && !against(each, channel, on)) : undefined;

function refusalOf(asked, key, channel, on) {
  const found = asked.flatMap((fee) => fee.exemptions.filter((each) => each.key === key));
  const reasons = found.map((each) => against(each, channel, on));
  if (reasons.includes("")) return "";
  return reasons.length ? `exemption_${reasons[0]}` : "exemption_unknown";
}

function lineOf(fee, exemption, quantities) {
  const { label, per } = fee;
  if (exemption && exemption.amount === 0) {
    return { label, amount: 0, why: `Miễn: ${exemption.name} (${exemption.basis})` };
  }
  const amount = exemption ? exemption.amount : fee.amount;
  const basis = exemption ? `Giảm: ${exemption.name} (${exemption.basis})` : fee.basis;
  if (amount === null) return { label, amount, why: `Chưa có mức đã kiểm chứng: ${basis}` };
  if (amount === 0 || per === "case") return { label, amount, why: basis };
  const copies = counted(quantities.copies ?? 1);
  if (per === "page") return pagesLine(fee, counted(quantities.pages), copies);
  const [count, noun] = per === "copy" ? [copies, "bản"] : [counted(quantities.papers ?? 1), "giấy tờ"];
  if (count === null) return { label, amount: null, why: `Chưa có số ${noun}: ${money(amount)} một ${noun} (${basis})` };
  return { label, amount: amount * count, why: `${count} ${noun} × ${money(amount)} (${basis})` };
}

/** TT 226/2016/TT-BTC: by pages of the original, for each copy, up to the limit of a copy. */
function pagesLine({ label, amount, first_pages, rest, cap, basis }, pages, copies) {
  if (pages === null || copies === null) {
    return { label, amount: null, why: `Chưa có ${pages === null ? "số trang" : "số bản"} (${basis})` };
  }
  const first = first_pages ? Math.min(pages, first_pages) : pages;
  const full = first * amount + (pages - first) * rest;
  const one = cap ? Math.min(full, cap) : full;
  const limit = one < full ? ", mức tối đa" : "";
  return { label, amount: one * copies, why: `${copies} bản × ${money(one)} (bản chính ${pages} trang${limit}; ${basis})` };
}

const counted = (value) => (Number.isInteger(value) && value >= 1 && value <= MOST_QUANTITY ? value : null);

/** Whether a text names a law: its kind and its number or article. */
export const isCitation = (text) => LAW.test(fold(text));

/**
 * Why these papers may not be demanded; empty when they may. One with key "" is beyond the list and needs a law.
 * @param {{documents: object[]}} variant @param {{key?: string, name?: string, form?: string, count?: number,
 *   citation?: string}[]} documents @param {boolean} [asked] a request, not what somebody brought
 * @returns {{field: string, code: string, params: object}[]}
 */
export function mayDemand(variant, documents, extra = [], asked = false) {
  const published = new Map(variant.documents.map((paper) => [paper.key, paper]));
  return [...documents, ...extra].flatMap((given, place) => {
    const refused = (code, params = {}) => [{ field: `documents.${place}`, code, params }];
    const { key = "", citation = "" } = given;
    const paper = key ? published.get(key) : undefined;
    const name = clean(given.name ?? "");
    if (key && !paper) return refused("document_not_listed", { value: name || key });
    if (!key && !name) return refused("document_unnamed");
    if (!key && !isCitation(citation)) return refused("document_without_law", { value: name });
    if (!paper || !asked || isCitation(citation)) return [];
    const form = given.form || paper.form;
    if ((paper.form === "copy" || paper.form === "shown") && form !== paper.form) {
      return refused("document_form", { value: paper.name });
    }
    return (given.count ?? 1) > paper.count ? refused("document_count", { value: paper.name, max: paper.count }) : [];
  });
}
