/** @param {Record<string, string>} behaviours {data attribute: file of ui/}; only what the page has is fetched */
export function bring(behaviours) {
  for (const [attribute, file] of Object.entries(behaviours)) {
    for (const element of document.querySelectorAll(`[${attribute}]`)) {
      import(`./ui/${file}.js`)
        .then((module) => module.mount(element))
        .catch((error) => {
          // No storage in this window: the page says so once, for all behaviours.
          if (error.name !== "StorageError") throw error;
        });
    }
  }
}
