/**
 * The screen in a lobby: asks every two seconds, calls aloud, turns the ward's notices, and through an outage keeps showing
 * what it knew last, with the time it knew it. After a start without a network it takes that from its own memory.
 */
import { keep, read } from "../store/citizen.js";
import { registerCitizenWorker } from "../sync/citizen_worker.js";
import { situation } from "../sync/queue_state.js";
import { awake, chime, wake } from "./chime.js";

const EVERY_MS = 2000;
/** One answer that is late is no outage. */
const OUTAGE_MS = 7000;
const NEW_MS = 6000;
const LONG_NUMBER = 5;
const LONG_COUNTER = 9;
const KIND = "display";

/** @param {HTMLElement} screen body[data-display] */
export async function mount(screen) {
  registerCitizenWorker().catch(() => {});
  const part = (name) => /** @type {HTMLElement} */ (screen.querySelector(`[data-${name}]`));
  const ask = screen.dataset.ask;
  let told = JSON.parse(part("first").dataset.told);
  let heardAt = 0;
  let called = new Set(keysOf(told));
  let fading = 0;

  const show = () => {
    fill(part("number"), told.current?.number ?? "–", LONG_NUMBER);
    fill(part("counter"), told.current?.counter ?? "", LONG_COUNTER);
    part("waiting").textContent = told.waiting;
    part("known").textContent = told.clock;
    const line = /** @type {HTMLTemplateElement} */ (part("call")).content;
    part("calls").replaceChildren(
      ...told.calls.map(({ number, counter }) => {
        const made = document.importNode(line, true);
        made.querySelector(".display-call-number").textContent = number;
        made.querySelector(".display-call-counter").textContent = counter;
        return made;
      }),
    );
  };

  /** Calls that were not heard yet, the earlier ones first; what stood there at the start was called already. */
  const announce = () => {
    const fresh = [told.current, ...told.calls].filter((call) => call && !called.has(call.key)).reverse();
    called = new Set(keysOf(told));
    if (!fresh.length) return;
    screen.dataset.new = "";
    clearTimeout(fading);
    fading = setTimeout(() => delete screen.dataset.new, NEW_MS);
    chime();
    if (told.speak) fresh.forEach(({ spoken }) => speak(spoken));
  };

  const look = async () => {
    const found = await situation(ask);
    if (found) {
      heardAt = Date.now();
      told = found;
      show();
      announce();
      keep(KIND, ask, told).catch(() => {});
    }
    const away = Date.now() - heardAt > OUTAGE_MS;
    part("outage").hidden = !away;
    part("notice").hidden = away;
    setTimeout(look, EVERY_MS);
  };

  const kept = await read(KIND, ask).catch(() => null);
  // The page itself may be the worker's, of another hour.
  if (kept && kept.value.at > told.at) {
    told = kept.value;
    called = new Set(keysOf(told));
    show();
  }
  fill(part("number"), part("number").textContent, LONG_NUMBER);
  fill(part("counter"), part("counter").textContent, LONG_COUNTER);
  heardAt = Date.now();
  look();
  clock(part("clock"));
  turn(part("notice"), () => told);
  sound(part("sound"));
  stayAwake();
}

const keysOf = ({ current, calls }) => [current, ...calls].filter(Boolean).map(({ key }) => key);

function fill(element, text, most) {
  element.textContent = text;
  element.toggleAttribute("data-long", text.length > most);
}

/** Aloud in Vietnamese, where this machine has such a voice; the chime has come in any case. */
function speak(text) {
  const voice = globalThis.speechSynthesis?.getVoices().find(({ lang }) => /^vi\b/i.test(lang));
  if (!voice) return;
  const said = new SpeechSynthesisUtterance(text);
  said.voice = voice;
  said.lang = voice.lang;
  said.rate = 0.9;
  speechSynthesis.speak(said);
}

function clock(element) {
  const tell = () => {
    element.textContent = new Date(Date.now() + 7 * 3_600_000).toISOString().slice(11, 16);
  };
  tell();
  setInterval(tell, 1000);
}

/** One notice after the other; the ward may change them meanwhile. */
function turn(element, told) {
  let at = 0;
  const next = () => {
    const { notices, notice_seconds: seconds } = told();
    element.textContent = notices.length ? notices[at++ % notices.length] : "";
    setTimeout(next, seconds * 1000);
  };
  next();
}

/** Browsers sound only after a touch, unless the TV's was started to allow it: then nobody has to press. */
function sound(button) {
  wake();
  setTimeout(() => {
    button.hidden = awake();
  }, 600);
  button.addEventListener("click", () => {
    wake();
    chime();
    button.hidden = true;
  });
}

function stayAwake() {
  const hold = () => navigator.wakeLock?.request("screen").catch(() => {});
  hold();
  document.addEventListener("visibilitychange", () => document.hidden || hold());
}
