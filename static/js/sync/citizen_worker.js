/** The citizens' service worker: their pages open without a network. A tablet that stands in a lobby keeps its own. */
export async function registerCitizenWorker() {
  const workers = navigator.serviceWorker;
  if (!workers) return;
  const held = await workers.getRegistration("/");
  const script = held?.active ?? held?.waiting ?? held?.installing;
  if (script && new URL(script.scriptURL).pathname === "/sw.js") return;
  await workers.register("/sw-dan.js", { type: "module", updateViaCache: "all" });
}
