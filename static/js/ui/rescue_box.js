/** What waits here leaves in a file when the network does not come back; another tablet's file goes on from here. */
import { carried, parcels } from "../store/parcels.js";
import { carry, rescueFile } from "../sync/rescue.js";
import { kick, subscribe } from "../sync/schedule.js";
import { fill } from "./fill.js";

const LATE_MS = 24 * 3_600_000;
const total = (held) => held.reduce((sum, { count }) => sum + count, 0) || "";

/** @param {HTMLDetailsElement} element [data-rescue], with a sentence for each way a file can be refused */
export function mount(element) {
  const input = element.querySelector("input");
  // Both stay until the next attempt: every round of sending draws the counts anew beneath them.
  let unread = "";
  let refused = "";
  const tellProblem = () => fill(element, { problem: unread || refused });
  const show = async ({ counts, oldestAt }) => {
    const held = await parcels();
    refused = held.find((parcel) => parcel.refused)?.refused ?? "";
    if (oldestAt && oldestAt < Date.now() - LATE_MS) element.open = true;
    fill(element, {
      waiting: counts.pending,
      carrying: total(held.filter((parcel) => !parcel.refused)),
      carried: (await carried()) || "",
    });
    tellProblem();
  };
  const work = async (act) => {
    try {
      await act();
      unread = "";
    } catch (error) {
      unread = element.dataset[error.code] ?? element.dataset.rescue_unreadable;
    }
    tellProblem();
  };
  const take = () =>
    work(async () => {
      const [file] = input.files;
      if (!file) return;
      const answer = await carry(await file.text());
      input.value = "";
      if (!answer.ok) throw answer;
      kick({ now: true });
    });

  element.querySelector("[data-save]").addEventListener("click", () =>
    work(async () => {
      const file = await rescueFile(Date.now());
      if (!file) return;
      const link = document.createElement("a");
      link.href = URL.createObjectURL(new Blob([file.text], { type: "application/json" }));
      link.download = file.name;
      link.click();
      setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
      fill(element, { saved: file.name });
    }),
  );
  input.addEventListener("change", take);
  subscribe(show);
  // On a slow phone a file may be chosen before this script has come.
  take();
}
