/**
 * A tip: sealed here, sent, and its code shown once. Nothing of it is kept on the phone: a tip that waits in a drawer
 * would be found there.
 */
import { decode, encode } from "../core/base64.js";
import { formatCode, makeCode, markOf, sealTip } from "../core/tip_seal.js";
import { tell } from "../sync/tip.js";
import { fill } from "./fill.js";

/** @param {HTMLElement} root [data-tip] with data-public, data-fingerprint and data-messages {offline, empty} */
export function mount(root) {
  const { public: point, fingerprint } = root.dataset;
  const messages = JSON.parse(root.dataset.messages);
  const sheet = root.querySelector("form");
  const trouble = root.querySelector("[data-trouble]");
  const button = sheet.querySelector("button[type=submit]");
  // Pressed again after an answer was lost, it is the same tip under the same code.
  let code = makeCode();
  let sealed = null;

  const say = (words) => {
    trouble.hidden = !words;
    trouble.textContent = words;
    if (words) trouble.focus();
  };
  sheet.addEventListener("input", () => {
    if (sealed) [code, sealed] = [makeCode(), null];
  });
  sheet.addEventListener("submit", async (event) => {
    event.preventDefault();
    const said = Object.fromEntries([...new FormData(sheet)].map(([name, text]) => [name, text.normalize("NFC")]));
    if (!said.content.trim()) return say(messages.empty);
    // What is typed while it is on its way would be of another tip, under another code.
    sheet.inert = button.disabled = true;
    const sent = code;
    sealed ??= encode(await sealTip(said, sent, decode(point)));
    const answer = await tell("", { mark: encode(await markOf(sent)), key: fingerprint, sealed });
    sheet.inert = button.disabled = false;
    if (!answer?.ok) return say(answer?.title || messages.offline);
    say("");
    sheet.reset();
    sheet.hidden = true;
    const panel = root.querySelector("[data-panel=sent]");
    fill(panel, { code: formatCode(sent) });
    panel.hidden = false;
    return panel.focus();
  });
  // Back from another page nothing of it stands there.
  addEventListener("pagehide", () => sheet.reset());
  root.querySelector("[data-ready]").hidden = false;
}
