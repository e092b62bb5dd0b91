// A picture, as large as the screen. Arrow keys lead to the others of the conversation, Escape back.

import { t } from "./words.js";

export function view(root, link) {
  const links = [...root.querySelectorAll("[data-view]")];
  let at = links.indexOf(link);
  const make = (name, values) => Object.assign(document.createElement(name), values);
  const dialog = make("dialog", { className: "viewer" });
  const image = make("img");
  const name = make("p", { className: "viewer-name" });
  const button = (words, sign, press) => {
    const made = make("button", { type: "button", className: "icon-btn", textContent: sign });
    made.setAttribute("aria-label", words);
    made.addEventListener("click", press);
    return made;
  };
  const show = (to) => {
    at = (to + links.length) % links.length;
    const small = links[at].querySelector("img");
    Object.assign(image, { src: links[at].href, alt: small.alt });
    name.textContent = links.length > 1 ? t("picture-of", { name: small.alt, n: at + 1, all: links.length }) : small.alt;
    dialog.setAttribute("aria-label", small.alt);
  };
  const bar = make("div", { className: "viewer-bar" });
  bar.append(name);
  if (links.length > 1) bar.append(button(t("picture-before"), "‹", () => show(at - 1)), button(t("picture-next"), "›", () => show(at + 1)));
  bar.append(button(t("close"), "×", () => dialog.close()));
  dialog.append(bar, image);
  dialog.addEventListener("keydown", (event) => {
    const by = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (by && links.length > 1) show(at + by);
  });
  dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());
  dialog.addEventListener("close", () => {
    dialog.remove();
    links[at].focus();
  });
  show(at);
  document.body.append(dialog);
  dialog.showModal();
}
