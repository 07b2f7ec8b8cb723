/** Times as the device's own clock and zone tell them: what stands on the lobby's wall. */

/**
 * "2026-11-21T08:41:07.120+07:00"
 * @param {number} ms @param {number} [offset] minutes east of UTC; the device's own unless given
 */
export function timestamp(ms, offset = -new Date(ms).getTimezoneOffset()) {
  const pair = (number) => String(number).padStart(2, "0");
  const away = Math.abs(offset);
  const zone = (offset < 0 ? "-" : "+") + pair(Math.floor(away / 60)) + ":" + pair(away % 60);
  return new Date(ms + offset * 60000).toISOString().slice(0, -1) + zone;
}
