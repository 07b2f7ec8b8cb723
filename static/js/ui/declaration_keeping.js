/**
 * Where what is typed is kept: on somebody's own machine for 30 days; on a shared one nowhere; as long as nobody has said
 * whose it is, for 30 minutes, readable by this tab alone.
 */
import { forget, keep, read } from "../store/citizen.js";
import { StorageError } from "../store/database.js";
import { eraseDraft, loadDraft, saveDraft } from "../store/draft.js";
import { isKiosk } from "../store/kiosk.js";

const KIND = "form";

/**
 * @param {HTMLElement} root @param {string} code of the form
 * @returns {Promise<{held: any, save: (value: any) => Promise<void>, erase: () => Promise<void>, fold: () => void}>}
 *   held: what was kept; fold: what was answered needs no room
 */
export async function keeping(root, code) {
  const box = root.querySelector("[data-keeping]");
  const slot = `declaration-${code}`;
  // Nobody has to be asked whose a machine for everybody is.
  let whose = isKiosk() ? "shared" : "";
  let last = null;

  const attempt = (work) =>
    work().catch((error) => {
      if (!(error instanceof StorageError)) throw error;
      root.querySelector("[data-not-kept]").hidden = false;
      return null;
    });
  const erase = () => {
    last = null;
    return attempt(() => Promise.all([forget(KIND, code), eraseDraft(slot)]));
  };
  const save = async (value) => {
    last = value;
    if (whose === "own") await attempt(() => keep(KIND, code, { ...value, whose }));
    else if (!whose) await attempt(() => saveDraft(value, slot));
  };
  const show = () => {
    for (const [name, on] of Object.entries({ own: whose === "own", shared: whose === "shared", unsaid: !whose })) {
      for (const part of box.querySelectorAll(`[data-when-${name}]`)) part.hidden = !on;
    }
  };

  const [sure, asked] = [box.querySelector("[data-sure]"), box.querySelector("[data-erase]")];
  box.addEventListener("click", ({ target }) => {
    const wants = Boolean(target.closest("[data-erase]"));
    if (!wants && !target.closest("[data-sure] button")) return;
    sure.hidden = !wants;
    asked.hidden = wants;
    (wants ? sure.querySelector("button") : asked).focus();
  });
  box.addEventListener("change", async ({ target }) => {
    whose = target.value;
    show();
    const typed = last;
    await erase();
    if (typed) await save(last ?? typed);
  });

  const own = await attempt(() => read(KIND, code));
  const held = own?.value ?? (await attempt(() => loadDraft(slot)))?.value ?? null;
  if (own) whose = "own";
  for (const choice of box.querySelectorAll("[name=whose]")) choice.checked = choice.value === whose;
  box.open = !held;
  box.hidden = isKiosk();
  show();
  const fold = () => {
    box.open = box.open && !whose;
  };
  return { held, save, erase, fold };
}
