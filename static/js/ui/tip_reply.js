/** Coming back with the code of a tip: the reply is asked for by its mark and opened here. */
import { decode, encode } from "../core/base64.js";
import { markOf, openReply, parseCode } from "../core/tip_seal.js";
import { tell } from "../sync/tip.js";

/** @param {HTMLElement} root [data-tip-reply] with data-messages {wrong, offline, none} */
export function mount(root) {
  const messages = JSON.parse(root.dataset.messages);
  const sheet = root.querySelector("form");
  const place = root.querySelector("[data-reply]");
  let asked = 0;
  const say = (words) => {
    place.textContent = words;
    place.hidden = false;
    place.focus();
  };
  sheet.addEventListener("submit", async (event) => {
    event.preventDefault();
    const mine = (asked += 1);
    const code = parseCode(sheet.elements.code.value);
    if (!code) return say(messages.wrong);
    const answer = await tell("-reply", { mark: encode(await markOf(code)) });
    // Another code was asked for meanwhile.
    if (mine !== asked) return undefined;
    if (!answer?.ok) return say(answer?.title || messages.offline);
    if (!answer.body.reply) return say(messages.none);
    return say(await openReply(decode(answer.body.reply), code).catch(() => messages.none));
  });
  // Only now: without this script the browser would put the code into an address.
  sheet.querySelector("button").disabled = false;
  addEventListener("pagehide", () => {
    sheet.reset();
    place.hidden = true;
  });
}
