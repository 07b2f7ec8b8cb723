/** Months in the names of the ward's keys for codes. Twin: app/rules/scan_key.py. */

/** "2611" in November 2026 in Việt Nam: what the name of a key of that month begins with. */
export const monthOf = (now) => new Date(now + 7 * 3_600_000).toISOString().slice(2, 7).replace("-", "");

/** How many months lie between two names of keys; below 0: the first is the newer one. */
export const monthsBetween = (older, newer) => {
  const count = (name) => Number(name.slice(0, 2)) * 12 + Number(name.slice(2, 4));
  return count(newer) - count(older);
};
