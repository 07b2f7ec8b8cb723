/** A new key for tips: made here, its private part saved as a file by its holder, and only then told to the ward. */
import { makeKey } from "../core/tip_key.js";
import { putKey } from "../sync/tip.js";

const LEAST = 12;

/** @param {HTMLElement} root [data-tip-key] with data-messages {short, differs, offline} */
export function mount(root) {
  const messages = JSON.parse(root.dataset.messages);
  const sheet = root.querySelector("form");
  const trouble = root.querySelector("[data-trouble]");
  const save = root.querySelector("[data-save]");
  const confirm = root.querySelector("[data-confirm]");
  const button = sheet.querySelector("button[type=submit]");
  let made = null;
  const say = (words) => {
    trouble.textContent = words;
    trouble.hidden = !words;
    if (words) trouble.focus();
  };

  sheet.addEventListener("submit", async (event) => {
    event.preventDefault();
    const { passphrase, again, holder } = sheet.elements;
    if (!holder.value.trim() || passphrase.value.length < LEAST) return say(messages.short);
    if (passphrase.value !== again.value) return say(messages.differs);
    say("");
    button.disabled = true;
    made = await makeKey(passphrase.value);
    passphrase.value = again.value = "";
    const link = save.querySelector("a");
    link.href = URL.createObjectURL(new Blob([made.file], { type: "application/json" }));
    save.hidden = false;
    return save.focus();
  });
  confirm.addEventListener("click", async () => {
    const form = new FormData(sheet);
    for (const name of ["passphrase", "again"]) form.delete(name);
    form.set("public", made.public);
    if (await putKey(form)) location.replace(location.pathname);
    else say(messages.offline);
  });
  // Only now: without this script the passphrase would go to the ward.
  button.disabled = false;
}
