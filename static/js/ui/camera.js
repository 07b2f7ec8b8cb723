/**
 * Codes before a camera, or in a photo. What goes wrong is told by a word, for which the page has a sentence:
 * starting, looking, reading, insecure, denied, missing, busy, reader, nothing.
 */
import { codeReader } from "./code_reader.js";

const PAUSE_MS = 120;
const WHY = {
  NotAllowedError: "denied",
  SecurityError: "denied",
  NotFoundError: "missing",
  OverconstrainedError: "missing",
};
/** Large photos first as they are, then smaller: a blurred code is often read only so. */
const SIDES = [1600, 3200, 800];

const off = (stream) => stream?.getTracks().forEach((track) => track.stop());
const fetchedReader = () => codeReader().catch(() => Promise.reject(new Error("reader")));

/** @param {HTMLVideoElement} video @param {(why: string) => void} say */
export function camera(video, say) {
  /** The camera that is open; another one each time. */
  let stream = null;
  let opened = 0;

  const stop = () => {
    opened += 1;
    off(stream);
    stream = null;
    video.srcObject = null;
    video.hidden = true;
  };

  /** @param {(text: string) => Promise<boolean> | boolean} take a code; true: no more are wanted */
  const watch = async (take) => {
    stop();
    const mine = opened;
    say("starting");
    if (!navigator.mediaDevices?.getUserMedia) return say("insecure");
    try {
      const wanted = { video: { facingMode: "environment", width: { ideal: 1280 } } };
      const given = navigator.mediaDevices.getUserMedia(wanted).then((one) => {
        // It may come when nobody waits for it any more, or when there is nothing to read with.
        if (mine === opened) stream = one;
        else off(one);
      });
      const [read] = await Promise.all([fetchedReader(), given]);
      if (mine !== opened) return undefined;
      video.srcObject = stream;
      video.hidden = false;
      await video.play();
      say("looking");
      while (mine === opened) {
        const text = await read(video);
        if (text && mine === opened && (await take(text))) return undefined;
        await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
      }
    } catch (error) {
      if (mine !== opened) return undefined;
      stop();
      say(error.message === "reader" ? "reader" : (WHY[error.name] ?? "busy"));
    }
    return undefined;
  };

  /** @param {File} file @returns {Promise<string>} "" when nothing was read, which was said, or nobody waits any more */
  const readPhoto = async (file) => {
    stop();
    const mine = opened;
    say("reading");
    let text = "";
    try {
      const read = await fetchedReader();
      const picture = await createImageBitmap(file);
      for (const side of SIDES) text ||= await read(picture, side);
      picture.close();
    } catch (error) {
      if (mine === opened) say(error.message === "reader" ? "reader" : "nothing");
      return "";
    }
    if (mine !== opened) return "";
    if (!text) say("nothing");
    return text;
  };

  // Nobody looks through a camera of a page that was left.
  addEventListener("pagehide", stop);
  return { watch, stop, readPhoto };
}
