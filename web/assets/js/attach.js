// What goes with the next message: its names stand above the field, each can be taken off again, and what can't go is said at once.

import { send } from "./uploads.js";
import { t } from "./words.js";

const MOST = 4;
const LARGEST = 25; // MB

let kept = []; // a choice replaces what the browser's own field holds: all of it is kept here

/** `more`: what was pasted or dropped; what was chosen stands in the field. */
export function attach(input, more) {
  const chosen = more.length ? [] : [...input.files].filter((file) => !kept.includes(file));
  const all = [...kept.filter((file) => more.length || [...input.files].includes(file) || chosen.length), ...chosen, ...more];
  const fit = all.filter((file) => file.size <= LARGEST << 20);
  const words = [];
  if (fit.length < all.length) words.push(t("file-size", { n: LARGEST }));
  if (fit.length > MOST) words.push(t("file-count", { n: MOST }));
  put(input, fit.slice(0, MOST), words.join(" "));
}

/** They go up, and the message with them. What that takes is here since they were picked, should the line be gone by now. */
export function bring(page, conversation, body, reply, input) {
  send(page, conversation, body, reply, [...input.files]);
  put(input, [], "");
}

function put(input, files, words) {
  kept = files;
  const holds = new DataTransfer();
  for (const file of files) holds.items.add(file);
  input.files = holds.files;
  const { form } = input;
  let line = form.querySelector(".attached-now");
  if (!line) {
    line = Object.assign(document.createElement("ul"), { className: "attached-now chips" });
    line.setAttribute("role", "status");
    form.prepend(line);
  }
  line.replaceChildren(
    ...files.map((file, at) => {
      const item = Object.assign(document.createElement("li"), { className: "chip" });
      const away = Object.assign(document.createElement("button"), { type: "button", textContent: "×" });
      away.setAttribute("aria-label", t("file-off", { name: file.name }));
      away.addEventListener("click", () => {
        put(input, files.filter((_, other) => other !== at), "");
        form.elements.body.focus();
      });
      item.append(file.name, " ", away);
      return item;
    }),
  );
  if (words) line.append(Object.assign(document.createElement("li"), { className: "problem", textContent: words }));
  form.elements.body.focus();
}
