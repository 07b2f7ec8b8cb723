/**
 * Values into markup that the server wrote. Markup and words stay in the template; the script only fills holes:
 * [data-field=name] gets the text (a list: one item a line), [data-pattern] wraps it unless empty ("{} phiếu"),
 * [data-if=name] shows only with a value, <time data-age=name> tells how long ago (data-now: the words of the first
 * minute), <time data-moment=name> tells when.
 */

/**
 * @param {Element|DocumentFragment} root
 * @param {Record<string, any>} values names that are missing leave their holes alone
 */
export function fill(root, values) {
  const each = (kind, put) => {
    for (const hole of root.querySelectorAll(`[data-${kind}]`)) {
      const value = values[hole.dataset[kind]];
      if (value !== undefined) put(hole, value);
    }
  };
  each("field", (hole, value) => {
    if (hole.localName === "ul") hole.replaceChildren(...String(value).split("\n").map(item));
    else hole.textContent = hole.dataset.pattern && value !== "" ? hole.dataset.pattern.replace("{}", value) : value;
  });
  each("if", (part, value) => {
    part.hidden = !value;
  });
  each("age", (time, at) => at && tell(time, at, (isNow(at) && time.dataset.now) || age(at)));
  each("moment", (time, at) => at && tell(time, at, moment(at)));
}

/**
 * A filled copy of a template's one element.
 * @param {HTMLTemplateElement} template
 * @param {Record<string, any>} values
 * @returns {HTMLElement}
 */
export function stamp(template, values) {
  const copy = /** @type {HTMLElement} */ (template.content.firstElementChild.cloneNode(true));
  fill(copy, values);
  return copy;
}

/**
 * Draws a place anew, unless it says what it said before: a thumb or the focus may be on it.
 * @param {Element} place @param {any} said JSON, all that the drawing depends on @param {() => Element[]} parts
 */
export function redraw(place, said, parts) {
  const text = JSON.stringify(said);
  if (place.said === text) return;
  place.said = text;
  place.replaceChildren(...parts());
}

const isNow = (at) => Math.abs(at - Date.now()) < 60_000;

/**
 * "3 phút trước", in the page's language.
 * @param {number} at milliseconds since the epoch
 */
export function age(at) {
  const seconds = Math.round((at - Date.now()) / 1000);
  const words = new Intl.RelativeTimeFormat(document.documentElement.lang, { numeric: "auto" });
  for (const [unit, size] of Object.entries({ day: 86_400, hour: 3600, minute: 60 })) {
    if (Math.abs(seconds) >= size) return words.format(Math.round(seconds / size), unit);
  }
  return words.format(0, "second");
}

function item(text) {
  const line = document.createElement("li");
  line.textContent = text;
  return line;
}

/** Day before month in every language of the screen: an English "11/02" would be taken for another day. */
function moment(at) {
  return new Intl.DateTimeFormat("vi", { dateStyle: "short", timeStyle: "short" }).format(at);
}

function tell(time, at, words) {
  time.dateTime = new Date(at).toISOString();
  time.title = moment(at);
  time.textContent = words;
}
