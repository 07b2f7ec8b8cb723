/** Module hook: `?tab=a` on an import goes on to everything it imports, so each tab has module instances of its own. */
export async function resolve(specifier, context, next) {
  const found = await next(specifier, context);
  const tab = context.parentURL && new URL(context.parentURL).searchParams.get("tab");
  if (!tab || !found.url.startsWith("file:") || found.url.includes("node_modules")) return found;
  const url = new URL(found.url);
  url.searchParams.set("tab", tab);
  return { ...found, url: url.href };
}
