// How much room a field has left, said near its end. Nothing that is typed or pasted is cut: what does not fit the hub says, and
// the form keeps it.

import { lang, t } from "./words.js";

const SAID_AFTER = 300; // when the typing rests, so that nobody is read each number

/** As the hub counts: characters, not the browser's halves of them, and without the spaces around. */
export const lengthOf = (text) => [...text.replaceAll("\r\n", "\n").trim().normalize("NFC")].length;

/** What is said of a text in a field that takes `most`; nothing while there is room enough. */
export function roomWords(length, most) {
  const left = most - length;
  if (left > Math.min(200, Math.max(20, Math.floor(most / 10)))) return "";
  const n = Math.abs(left);
  const put = { n, shown: n.toLocaleString(lang) };
  return left >= 0 ? t("left", put) : t("over", put);
}

const counters = new WeakMap(); // field → its line

function count(field) {
  const most = Number(field.dataset.most);
  const words = roomWords(lengthOf(field.value), most);
  let line = counters.get(field);
  if (!line) {
    if (!words) return;
    line = document.createElement("p");
    line.className = "hint room-left";
    line.setAttribute("role", "status");
    counters.set(field, line);
    const around = field.closest(".field, [data-composer]");
    if (around) around.append(line);
    else field.after(line);
  }
  line.classList.toggle("is-over", lengthOf(field.value) > most);
  clearTimeout(line.saying);
  if (words) line.saying = setTimeout(() => (line.textContent = words), line.textContent ? SAID_AFTER : 0);
  else line.textContent = "";
}

export function startCounters() {
  const all = () => document.querySelectorAll("[data-most]").forEach(count);
  // Caught on its way down: what a script fills in says so to the field alone.
  addEventListener("input", (event) => event.target.dataset?.most && count(event.target), true);
  // What was sent is gone from its field.
  addEventListener("submit", () => setTimeout(all));
  all();
}
