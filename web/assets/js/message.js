// One message on the page, from what the hub says of it. Text goes in as text nodes only.

import { clone, lang, say, slot, t, zone } from "./build.js";
import { freshId } from "./ids.js";
import { linked } from "./links.js";

const GONE = t("deleted");
const HIDDEN = t("hidden");

/**
 * Fills a row of the template t-message. `about`: {me, called(by), place(no), quoted(quote)}: who reads, how an author is called,
 * where a message stands, and what is known of one that is answered.
 */
export function fillMessage(element, m, about) {
  const own = m.by === about.me;
  const gone = (m.deleted_at ?? null) !== null;
  const unseen = Boolean(m.hidden) && !own; // reported, and nobody's to read but its author's
  element.id = m.no > 0 ? `m-${m.no}` : "";
  element.classList.toggle("is-mine", own);
  element.classList.toggle("is-gone", gone);
  element.dataset.no = m.no;
  element.dataset.log = m.log_no ?? 0;
  element.dataset.by = m.by;
  if (!own) {
    delete element.dataset.tick;
    delete element.dataset.client;
    slot(element, "tick")?.remove();
  }
  element.classList.toggle("is-hidden", Boolean(m.hidden));
  const body = slot(element, "body");
  const words = gone ? GONE : unseen ? HIDDEN : m.body;
  if (body.textContent !== words) body.replaceChildren(...linked(words));
  if (m.files?.length || slot(element, "files")) import("./brought.js").then(({ show }) => show(element, m));
  if (m.no > 0 && (slot(element, "link") || /https?:/.test(words))) import("./linked.js").then(({ show }) => show(element, m, words));
  slot(element, "hidden").hidden = gone || !(m.hidden && own);
  slot(element, "edited").hidden = (m.edited_at ?? null) === null;
  slot(element, "pinned").hidden = (m.pinned_no ?? null) === null;
  stamp(element, m.sent_at);
  // Who says it, to whoever hears the page; whose the menu is, too.
  const by = about.called(m.by);
  say(element, "by", `${by}: `);
  say(element, "whose", `${by}, ${slot(element, "clock").textContent}`);
  const quote = slot(element, "quote");
  quote.hidden = !m.reply;
  if (m.reply) {
    const { by, words, deleted, hidden } = about.quoted(m.reply);
    quote.setAttribute("href", about.place(m.reply.no));
    say(element, "quote-by", by);
    say(element, "quote-words", deleted ? GONE : hidden ? HIDDEN : words);
  }
  const menu = slot(element, "menu");
  // What is on its way has no number yet, and nothing can be done to it.
  menu.hidden = gone || unseen || !(m.no > 0);
  if (!menu.hidden) menu.setAttribute("href", `/messages/${m.conversation}/${m.no}`);
  fillReactions(element, m, about);
}

export function stamp(element, at) {
  const clock = slot(element, "clock");
  clock.textContent = new Date(at).toLocaleTimeString(lang, { hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZone: zone });
  clock.title = new Date(at).toLocaleString(lang, { timeZone: zone });
}

function fillReactions(element, m, about) {
  const reactions = m.reactions ?? [];
  let form = slot(element, "reactions");
  // A row that the page came with has a form only if there was something in it.
  if (!form && reactions.length) element.append((form = slot(clone("t-message"), "reactions")));
  if (!form) return;
  form.hidden = reactions.length === 0;
  if (m.no > 0) form.setAttribute("action", `/messages/${m.conversation}/${m.no}/react`);
  form.elements.command.value = freshId();
  const focused = document.activeElement?.closest?.(".reactions") === form ? document.activeElement.value : null;
  form.querySelectorAll("button").forEach((b) => b.remove());
  for (const r of reactions) {
    const mine = r.by.includes(about.me);
    const button = document.createElement("button");
    button.className = "reaction";
    button.name = mine ? "off" : "on";
    button.value = r.emoji;
    button.setAttribute("aria-pressed", String(mine));
    const words = Object.assign(document.createElement("span"), { className: "vh", textContent: mine ? t("reaction-off") : t("reaction-on") });
    button.append(Object.assign(document.createElement("span"), { textContent: r.emoji }), ` ${r.count}`, words);
    form.append(button);
    if (r.emoji === focused) button.focus();
  }
}

/** How far one's own message is: waiting, sending, stored, delivered, read or failed. */
export function setTick(element, to) {
  element.dataset.tick = to;
  const mark = slot(element, "tick");
  if (!mark) return;
  mark.title = t(`tick-${to}`);
  mark.setAttribute("aria-label", mark.title);
}

export function newMessage(m, about) {
  const element = clone("t-message");
  fillMessage(element, m, about);
  return element;
}

/** Pasting, dropping and looking at files: its part comes when somebody is about to. */
export function startFiles(root, composer) {
  const types = ["focusin", "pointerover", "dragenter"];
  let coming = null;
  const begin = () => {
    if (!navigator.onLine || coming) return coming; // it comes with the next touch after that
    const begun = ({ start }) => {
      types.forEach((type) => root.removeEventListener(type, begin));
      start(root, composer);
    };
    return (coming = import("./files.js").then(begun, () => (coming = null)));
  };
  // What is dropped before it came is not opened in place of the page, and a picture that is clicked waits for it.
  for (const type of ["dragover", "drop"]) root.addEventListener(type, (event) => event.dataTransfer?.types.includes("Files") && event.preventDefault());
  root.addEventListener("click", (event) => {
    const link = event.target.closest("[data-view]");
    if (!link || "files" in root.dataset || !coming || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    coming.then(() => ("files" in root.dataset ? link.click() : location.assign(link.href)));
  });
  types.forEach((type) => root.addEventListener(type, begin));
}
