/**
 * One part at a time, each with an address of its own (#mother): the phone's way back leads to the part before. Which
 * parts there are is decided by what was answered.
 */

/**
 * @param {HTMLElement} root @param {any} form @param {string} last the name of what comes after the last part
 */
export function steps(root, form, last) {
  const box = root.querySelector("[data-parts]");
  const words = root.querySelector("template[data-part-words]").dataset;
  const progress = root.querySelector("[data-progress]");
  const back = root.querySelector("[data-back]");
  const next = root.querySelectorAll("[data-next-says]");
  let looked = false;
  let ids = form.sections.map(({ id }) => id);
  let current = ids[0];

  const draw = () => {
    const at = ids.indexOf(current);
    for (const part of root.querySelectorAll("[data-section]")) part.hidden = part.dataset.section !== current;
    for (const line of root.querySelectorAll("[data-part]")) {
      const { part } = line.dataset;
      line.hidden = !ids.includes(part);
      line.querySelector("a").toggleAttribute("aria-current", part === current);
      if (part === current) line.querySelector("a").setAttribute("aria-current", "step");
    }
    const title = form.sections.find(({ id }) => id === current).title;
    const said = { number: at + 1, count: ids.length, title };
    box.querySelector("[data-part-said]").textContent = words.said.replace(/\{(\w+)\}/g, (_, name) => said[name]);
    progress.max = ids.length;
    progress.value = at + 1;
    back.hidden = at === 0;
    for (const text of next) text.hidden = (text.dataset.nextSays === "review") !== (looked || at === ids.length - 1);
  };
  progress.hidden = false;

  return {
    get current() {
      return current;
    },
    /** What comes after the current part: a part, or `last`. */
    next: () => ids[ids.indexOf(current) + 1] ?? last,
    before: () => ids[ids.indexOf(current) - 1] ?? ids[0],
    /**
     * @param {Record<string, any>} asked of check() @param {string[]} wrong parts with errors @param {string[]} done whole ones
     * @param {boolean} atTheEnd all was looked over once, so that what comes next is looking it over again
     */
    update(asked, wrong, done, atTheEnd) {
      looked = atTheEnd;
      ids = form.sections.map(({ id }) => id).filter((id) => asked[id]);
      if (!ids.includes(current)) current = ids.at(-1);
      for (const line of root.querySelectorAll("[data-part]")) {
        line.toggleAttribute("data-wrong", wrong.includes(line.dataset.part));
        line.toggleAttribute("data-done", done.includes(line.dataset.part));
      }
      draw();
    },
    show(id) {
      current = ids.includes(id) ? id : ids[0];
      box.open = false;
      draw();
    },
  };
}
