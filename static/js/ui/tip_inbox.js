/** The key holder's page: the file and the passphrase stay in this browser; tips are opened and answered here. */
import { decode, encode } from "../core/base64.js";
import { openKey } from "../core/tip_key.js";
import { openTip, sealReply } from "../core/tip_seal.js";
import { tell } from "../sync/tip.js";
import { fill } from "./fill.js";

/** @param {HTMLElement} root [data-tip-inbox] with data-messages {key, other, offline, empty, answered} */
export function mount(root) {
  const messages = JSON.parse(root.dataset.messages);
  const sheet = root.querySelector("[data-unlock]");
  const trouble = sheet.querySelector("[data-trouble]");
  const say = (words) => {
    trouble.textContent = words;
    trouble.hidden = !words;
  };

  async function show(card, pair) {
    const opened = await openTip(decode(card.dataset.sealed), pair.privateKey, pair.publicKey).catch(() => null);
    const said = card.querySelector("[data-said]");
    said.hidden = false;
    if (!opened) {
      fill(card, { content: messages.other });
      return;
    }
    fill(card, { content: opened.content, who: opened.who ?? "", when: opened.when ?? "" });
    const form = card.querySelector("form");
    const told = card.querySelector("[data-told]");
    form.hidden = false;
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      const words = form.elements.reply.value.trim();
      const reply = words && encode(await sealReply(words, Uint8Array.from(opened.answer)));
      const answer = reply && (await tell("-answer", { mark: card.dataset.mark, reply }, true));
      told.textContent = answer?.ok ? messages.answered : answer?.title || (words ? messages.offline : messages.empty);
      told.hidden = false;
    });
  }

  sheet.addEventListener("submit", async (event) => {
    event.preventDefault();
    // Pressed twice, every tip would be opened twice, and answered twice.
    if (sheet.inert) return;
    sheet.inert = true;
    const [file] = sheet.elements.file.files;
    const pair = file && (await openKey(await file.text(), sheet.elements.passphrase.value).catch(() => null));
    sheet.inert = false;
    if (!pair) return say(messages.key);
    say("");
    sheet.reset();
    sheet.hidden = true;
    for (const card of root.querySelectorAll("[data-sealed]")) await show(card, pair);
    return root.querySelector("[data-sealed]")?.focus();
  });
  // Only now: without this script the browser would put the passphrase into an address.
  sheet.querySelector("button").disabled = false;
}
