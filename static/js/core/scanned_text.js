/** What a scanned text means to a search field: our own codes become the tracking code, anything else stays as it is. */
import { readSeal } from "./paper_seal.js";
import { checkTracking } from "./tracking.js";

/**
 * @param {string} text of a QR code or barcode
 * @returns {string} 12 symbols of a slip's address (…/M/CODE) or of a sheet's seal; else the text, trimmed
 */
export function searchedText(text) {
  const slip = /\/M\/([0-9A-Z]{12})$/.exec(text.trim().toUpperCase());
  if (slip && checkTracking(slip[1])) return slip[1];
  const read = readSeal(text);
  return ("sheet" in read && read.sheet.code) || text.trim();
}
