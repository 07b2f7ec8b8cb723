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
  const show = async ({ counts, oldestAt }) => {
    const held = await parcels();
    const refused = held.filter((parcel) => parcel.refused);
    if (oldestAt && oldestAt < Date.now() - LATE_MS) element.open = true;
    fill(element, {
      waiting: counts.pending,
      carrying: total(held.filter((parcel) => !parcel.refused)),
      carried: (await carried()) || "",
      problem: refused[0]?.refused ?? "",
    });
  };
  const work = async (act) => {
    try {
      await act();
    } catch (error) {
      fill(element, { problem: element.dataset[error.code] ?? element.dataset.rescue_unreadable });
    }
  };

  element.querySelector("[data-save]").addEventListener("click", () =>
    work(async () => {
      const file = await rescueFile(Date.now());
      if (!file) return;
      const link = document.createElement("a");
      link.href = URL.createObjectURL(new Blob([file.text], { type: "application/json" }));
      link.download = file.name;
      link.click();
      setTimeout(() => URL.revokeObjectURL(link.href), LATE_MS / 1440);
      fill(element, { saved: file.name });
    }),
  );
  input.addEventListener("change", () =>
    work(async () => {
      const answer = await carry(await input.files[0].text());
      input.value = "";
      if (!answer.ok) throw answer;
      fill(element, { problem: "" });
      kick({ now: true });
    }),
  );
  subscribe(show);
}
