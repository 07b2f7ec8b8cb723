/** The release this file was served with, from its own address /r/<release>/static/js/sync/release.js */
export const release = /\/r\/([^/]+)\//.exec(import.meta.url)?.[1] ?? "dev";
