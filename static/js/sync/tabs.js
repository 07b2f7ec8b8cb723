/** Tells the other tabs and the worker of this device that something in the store has changed. */
const channel = globalThis.BroadcastChannel ? new BroadcastChannel("gandan") : null;

export const announce = () => channel?.postMessage("changed");

/** @param {() => void} listener called when another tab or the worker changed something */
export function onChange(listener) {
  if (channel) channel.onmessage = listener;
}
