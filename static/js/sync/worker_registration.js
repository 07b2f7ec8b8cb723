/** The page's side of the service worker. Without module workers everything still works, only not from a cold start. */
const HOUR_MS = 3_600_000;

/**
 * @param {{onWaiting?: (activate: () => void) => void, onMessage?: (data: any) => void}} [listeners]
 *   onWaiting: a new release waits; call `activate` only when nobody is typing, then reload on `controllerchange`
 * @returns {Promise<ServiceWorkerRegistration | null>}
 */
export async function registerWorker({ onWaiting = () => {}, onMessage = () => {} } = {}) {
  const workers = navigator.serviceWorker;
  if (!workers) return null;
  workers.addEventListener("message", (event) => onMessage(event.data));
  try {
    const registration = await workers.register("/sw.js", { type: "module", updateViaCache: "all" });
    const look = () => {
      const { waiting } = registration;
      if (waiting && workers.controller) onWaiting(() => waiting.postMessage({ type: "activate" }));
    };
    registration.addEventListener("updatefound", () => {
      registration.installing?.addEventListener("statechange", look);
    });
    look();
    setInterval(() => registration.update().catch(() => {}), HOUR_MS);
    return registration;
  } catch {
    return null;
  }
}

/** After a change of language: fetches the kept pages again. @returns {Promise<boolean>} false: the old ones stay */
export function refreshKeptPages() {
  const worker = navigator.serviceWorker?.controller;
  if (!worker) return Promise.resolve(false);
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = (event) => resolve(event.data === true);
    worker.postMessage({ type: "refresh-pages" }, [port2]);
  });
}
