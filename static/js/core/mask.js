/** The one readable line a device may keep: "N.T.H.N · •••678 · cư trú · 09:12". Twin: app/rules/mask.py. */

/** "Nguyễn Thị Hồng Nhung" → "N.T.H.N" @param {string} name */
export function maskName(name) {
  const initials = name.normalize("NFC").split(/\s+/).map((word) => /[\p{L}\p{N}]/u.exec(word)?.[0].toUpperCase());
  return initials.filter(Boolean).join(".");
}

/** "+84912345678" → "•••678" @param {string} phone */
export const maskPhone = (phone) => phone && "•••" + phone.slice(-3);

/**
 * @param {{name: string, phone: string}} body of an assistance
 * @param {{procedure: string, help: string}} labels short words for its procedure ("" when none), and its help
 * @param {string} at RFC 3339 @param {string} [state] such as "đã gửi"
 */
export function maskedLine(body, labels, at, state = "") {
  const parts = [maskName(body.name), maskPhone(body.phone), labels.procedure || labels.help, at.slice(11, 16), state];
  return parts.filter(Boolean).join(" · ");
}
