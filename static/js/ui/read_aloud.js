/**
 * Reads the page aloud by a voice of this device, for whoever reads with difficulty. The button is shown only where
 * there is a voice; a Vietnamese one is preferred. Nothing leaves the device that the voice itself does not send.
 */
const SAID = "h1, h2, h3, p, li, dt, dd";

/** @param {HTMLButtonElement} button hidden; `data-stop`: what it says while it reads */
export function mount(button) {
  const speech = window.speechSynthesis;
  if (!speech) return;
  const words = button.querySelector("span");
  const start = words.textContent;
  const show = () => {
    if (speech.getVoices().length) button.hidden = false;
  };
  const stand = (reading) => {
    words.textContent = reading ? button.dataset.stop : start;
    button.toggleAttribute("data-reading", reading);
  };

  function read() {
    const language = document.documentElement.lang;
    const voice = speech.getVoices().find((each) => each.lang.toLowerCase().startsWith(language));
    // Block by block: some voices fall silent in the middle of a long text.
    const pieces = blocks();
    for (const [place, text] of pieces.entries()) {
      const piece = new SpeechSynthesisUtterance(text);
      piece.lang = language === "vi" ? "vi-VN" : language;
      if (voice) piece.voice = voice;
      piece.rate = 0.9;
      if (place === pieces.length - 1) piece.onend = () => stand(false);
      piece.onerror = () => stand(false);
      speech.speak(piece);
    }
    stand(pieces.length > 0);
  }

  button.addEventListener("click", () => {
    const reading = button.hasAttribute("data-reading");
    speech.cancel();
    if (reading) stand(false);
    else read();
  });
  addEventListener("pagehide", () => speech.cancel());
  speech.addEventListener?.("voiceschanged", show);
  show();
}

/** What the page says from top to bottom, without what is hidden or only drawn for paper. @returns {string[]} */
function blocks() {
  const found = [...document.querySelectorAll(`#main :is(${SAID})`)];
  return found
    .filter((each) => !each.querySelector(SAID) && /** @type {HTMLElement} */ (each).offsetParent)
    .map((each) => /** @type {HTMLElement} */ (each).innerText.trim())
    .filter(Boolean);
}
