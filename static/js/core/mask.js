/** The one readable line that a device keeps: "N.T.H.N · •••678 · cư trú · 09:12". */
import { clean } from "./fold.js";

export function maskName(name) {
  const initials = clean(name).split(" ").map((word) => /[\p{L}\p{N}]/u.exec(word)?.[0].toUpperCase());
  return initials.filter(Boolean).join(".");
}

export const maskPhone = (phone) => phone && "•••" + phone.slice(-3);

/**
 * @param {{name: string, phone: string}} body of an assistance
 * @param {{procedure: string, help: string}} labels short words for both
 * @param {string} at RFC 3339 @param {string} [state] such as "đã gửi"
 */
export function maskedLine(body, labels, at, state = "") {
  const parts = [maskName(body.name), maskPhone(body.phone), labels.procedure || labels.help, at.slice(11, 16), state];
  return parts.filter(Boolean).join(" · ");
}
