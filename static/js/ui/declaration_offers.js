/**
 * Nothing is typed twice: what stands elsewhere on the form is taken over with one tap, a field or a whole person.
 * Who somebody is comes as a whole (name, birth, number); where they live may be shared by itself.
 */
import { sayDate } from "../core/declaration_date.js";
import { fill, redraw, stamp } from "./fill.js";
import { writeField } from "./declaration_fields.js";

const WHO = ["name", "id_number", "date", "phone"];
const low = (text) => text.charAt(0).toLowerCase() + text.slice(1);

/**
 * @param {HTMLElement} root @param {any} form
 * @returns {(typed: any, asked: Set<string>) => void} draws the offers anew
 */
export function offers(root, form) {
  const template = root.querySelector("template[data-same-offer]");
  const words = template.content.firstElementChild.dataset;

  const draw = (place, found) => {
    redraw(place, found, () => found.map((offer) => button(template, offer)));
    place.hidden = !found.length;
  };

  root.addEventListener("click", ({ target }) => {
    const pressed = target.closest("[data-gives]");
    if (!pressed) return;
    const names = Object.entries(JSON.parse(pressed.dataset.gives));
    for (const [name, value] of names) writeField(root, name, value);
    const first = root.querySelector(`[name="${names[0][0]}"]`);
    first.focus();
    first.dispatchEvent(new Event("change", { bubbles: true }));
  });

  return (typed, asked) => {
    for (const section of form.sections) {
      const place = root.querySelector(`[data-same-section="${section.id}"]`);
      const whole = asked.has(section.id) ? (section.same_as ?? []).map((from) => person(form, section, from, typed, words)).filter(Boolean) : [];
      if (place) draw(place, whole.map(({ offer }) => offer));
      const covered = whole.map(({ from }) => from);
      const rows = section.repeat ? (typed[section.id] ?? []).map((row, at) => [`${section.id}.${at}`, row]) : [[section.id, typed[section.id] ?? {}]];
      for (const [at, row] of rows) {
        for (const field of section.fields.filter(({ same_as: same }) => same)) {
          const name = `${at}.${field.id}`;
          const own = root.querySelector(`[data-same="${name}"]`);
          if (own) draw(own, asked.has(name) && !row[field.id] ? sources(form, field, name, typed, covered, words) : []);
        }
      }
    }
  };
}

/** One tap for a whole person; null when there is nobody yet, or nothing left to take over. */
function person(form, section, from, typed, words) {
  const source = typed[from] ?? {};
  const gives = {};
  for (const field of section.fields) {
    const path = field.same_as?.find((one) => one.startsWith(`${from}.`));
    const value = path && source[path.slice(from.length + 1)];
    if (value && !typed[section.id]?.[field.id]) gives[`${section.id}.${field.id}`] = value;
  }
  const known = source.name && section.fields.some(({ id }) => id === "name");
  if (!Object.keys(gives).length || (known && !(`${section.id}.name` in gives))) return null;
  const whom = low(form.sections.find(({ id }) => id === from).title);
  return { from, offer: { said: words.all.replace("{whom}", whom), value: source.name ?? "", gives } };
}

function sources(form, field, name, typed, covered, words) {
  const found = [];
  for (const path of field.same_as) {
    const [from, id] = path.split(".");
    const section = form.sections.find((one) => one.id === from);
    const source = section?.fields.find((one) => one.id === id);
    const value = typed[from]?.[id];
    if (!value || !source || (covered.includes(from) && WHO.includes(field.type))) continue;
    if (found.some((offer) => offer.value === sayDate(value))) continue;
    const [what, whom] = [low(source.label), low(section.title)];
    // "họ tên người yêu cầu" says already whose it is.
    const said = what.endsWith(whom) ? words.one.replace(/\{what\}.*\{whom\}/, what) : words.one.replace("{what}", what).replace("{whom}", whom);
    found.push({ said, value: shown(source, value), gives: { [name]: value } });
  }
  return found;
}

const shown = (field, value) => field.options?.find(([code]) => code === value)?.[1] ?? sayDate(value);

function button(template, { said, value, gives }) {
  const made = stamp(template, { said, value });
  made.dataset.gives = JSON.stringify(gives);
  fill(made, { said, value });
  return made;
}
