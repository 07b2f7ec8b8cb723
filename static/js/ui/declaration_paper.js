/** Paper of a declaration: the server's PDF of the form as it stands. */

/** @param {HTMLElement} root @param {HTMLFormElement} sheet */
export function paperWays(root, form, sheet) {
  root.addEventListener("click", ({ target }) => {
    if (target.closest("[data-pdf]")) print(sheet);
  });
}

function print(sheet) {
  const step = Object.assign(document.createElement("input"), { type: "hidden", name: "step", value: "pdf" });
  sheet.append(step);
  sheet.target = "_blank";
  HTMLFormElement.prototype.submit.call(sheet);
  sheet.removeAttribute("target");
  step.remove();
}
