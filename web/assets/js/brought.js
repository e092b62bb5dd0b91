// What a message brings, as it stands beside its words: pictures with their room kept, files as cards.

import { slot } from "./build.js";
import { t } from "./words.js";

const MOST = 320; // px of the longer side
const path = (text) => (text.startsWith("/files/") ? text : "");

const make = (name, values) => Object.assign(document.createElement(name), values);

function sizeWords(size) {
  if (size < 1000) return t("bytes", { n: size });
  return size < 1_000_000 ? `${Math.floor((size + 500) / 1000)} KB` : `${Math.floor(size / 1_000_000)}.${Math.floor((size % 1_000_000) / 100_000)} MB`;
}

function one(file) {
  const link = make("a", { href: path(file.path) });
  if (file.media.startsWith("image/") && file.width) {
    const longer = Math.max(file.width, file.height, MOST);
    const [width, height] = [file.width, file.height].map((side) => Math.max(1, Math.floor((side * MOST) / longer)));
    link.className = "brought-picture";
    link.dataset.view = "";
    link.append(make("img", { src: path(file.path).replace(/\/(?=[^/]*$)/, "/small/"), width, height, alt: file.name, loading: "lazy" }));
  } else {
    link.className = "brought-file";
    link.download = "";
    const words = make("span");
    words.append(make("strong", { textContent: file.name }), make("span", { className: "muted small", textContent: sizeWords(file.size) }));
    link.append(words);
  }
  return link;
}

export function show(element, m) {
  const files = m.files ?? [];
  const known = slot(element, "files");
  const body = slot(element, "body");
  // Without words their names are its words, which stand there already.
  body.hidden = files.length > 0 && m.body === files.map((file) => file.name).join(", ");
  if (known && known.children.length === files.length) return;
  known?.remove();
  if (!files.length) return;
  const all = make("div", { className: "brought" });
  all.dataset.slot = "files";
  all.append(...files.map(one));
  body.before(all);
}
