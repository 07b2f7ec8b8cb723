/** Mẫu 01 of a dossier that this machine received, both copies, filled for the browser's own print. */
import { receiptFields } from "../core/receipt_fields.js";
import { formatTracking } from "../core/tracking.js";
import { fill, stamp } from "./fill.js";

/**
 * @param {HTMLElement} panel with one article.sheet for each copy
 * @param {object} receipt as store/counter keeps it @param {object} lists of the machine's pack
 * @param {{forms: object, returns: object}} paper words of the paper
 */
export function showSheet(panel, receipt, lists, paper) {
  const { fields, documents, state } = receiptFields(receipt, lists, paper);
  for (const article of panel.querySelectorAll("article.sheet")) {
    fill(article, fields);
    for (const row of article.querySelectorAll("[data-row]")) row.hidden = !fields[row.dataset.row];
    article.dataset.state = state;
    const line = article.querySelector("template[data-document]");
    article.querySelector("[data-documents] tbody").replaceChildren(...documents.map((each) => stamp(line, each)));
  }
  fill(panel.querySelector(".no-print"), { given: fields.number, spoken: formatTracking(receipt.body.tracking) });
}
