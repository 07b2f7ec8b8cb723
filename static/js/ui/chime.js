/** Two soft tones that the browser makes itself: no file to fetch, no voice needed. Browsers allow it after a touch. */
let context = null;

/** Asks for the right to sound; called from a press. @returns {boolean} whether sound may come */
export function wake() {
  const Context = globalThis.AudioContext;
  // Before anybody has pressed anything browsers refuse it, with a warning.
  if (!Context || navigator.userActivation?.hasBeenActive === false) return false;
  context ??= new Context();
  if (context.state === "suspended") context.resume().catch(() => {});
  return true;
}

/** Whether a tone would be heard now. */
export const awake = () => context?.state === "running";

export function chime() {
  if (!context) return;
  const start = context.currentTime + 0.02;
  [660, 880].forEach((pitch, at) => {
    const [tone, loudness] = [context.createOscillator(), context.createGain()];
    const begin = start + at * 0.35;
    tone.frequency.value = pitch;
    loudness.gain.setValueAtTime(0.0001, begin);
    loudness.gain.exponentialRampToValueAtTime(0.5, begin + 0.03);
    loudness.gain.exponentialRampToValueAtTime(0.0001, begin + 0.6);
    tone.connect(loudness).connect(context.destination);
    tone.start(begin);
    tone.stop(begin + 0.65);
  });
}
