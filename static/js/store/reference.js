/** The lists of the ward (points, neighbourhoods, buildings, procedures, staff names) as forms read them. */
import { transact } from "./database.js";

const words = new Intl.Collator("vi", { numeric: true });
const rank = ({ favourite }) => favourite || Infinity;

/** Favourites first, then by the words: "Tổ 2" before "Tổ 10". */
function order(one, other) {
  if (rank(one) !== rank(other)) return rank(one) - rank(other);
  return words.compare(one.field ?? "", other.field ?? "") || words.compare(one.name, other.name);
}

/** @returns {Promise<object | null>} {ward, points, neighbourhoods, buildings, procedures, staff} */
export async function reference() {
  const [held, old] = await transact(["reference"], "readonly", (at) =>
    Promise.all([at.get("reference", "held"), at.get("reference", "lists")]),
  );
  // A release before this one kept them ready-made, and there has been no network since.
  if (!held) return old ?? null;
  const list = (kind) => Object.values(held[kind] ?? {}).sort(order);
  return {
    ward: list("ward")[0],
    points: list("point"),
    neighbourhoods: list("neighbourhood"),
    buildings: list("building"),
    procedures: list("procedure").map(({ id, ...card }) => ({ code: id, ...card })),
    staff: list("staff"),
  };
}
