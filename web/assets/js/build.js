// Cards from the page's <template> elements. Text goes in as textContent only, addresses only when they are of this hub.

import { freshId } from "./ids.js";
import { lang, t } from "./words.js";

export { lang, t };

/** A clone of a template's first element, with fresh command ids in its forms. */
export function clone(id) {
  const element = document.getElementById(id)?.content.firstElementChild?.cloneNode(true);
  element?.querySelectorAll('input[name="command"]').forEach((input) => (input.value = freshId()));
  return element;
}

export const slot = (element, name) => element.querySelector(`[data-slot="${name}"]`);

export function say(element, name, text) {
  const at = slot(element, name);
  if (at && at.textContent !== text) at.textContent = text;
}

/** How an ask stands. */
export const askState = ({ status, places, accepted }) =>
  ({ open: places > 1 ? t("found", { n: accepted, all: places }) : t("open"), in_progress: t("under-way"), fulfilled: t("done"), closed: t("closed") })[status];

/** Only paths of this hub: never another scheme, never another host. */
export const path = (address) => (/^\/(?![/\\])/.test(address) ? address : "#");

export function link(element, name, text, address) {
  const at = slot(element, name);
  if (!at) return;
  at.textContent = text;
  at.setAttribute("href", path(address));
}

/** Where somebody's page is, if they have one now. */
export function home(at, who) {
  if (who.handle && !who.absent) at.setAttribute("href", path(`/@${encodeURIComponent(who.handle)}`));
  else at.removeAttribute("href");
}

export function person(element, who) {
  const at = slot(element, "person");
  if (at) home(at, who);
  const face = slot(element, "face");
  if (face) face.src = path(who.portrait);
  say(element, "name", who.name);
  say(element, "tagline", who.tagline);
  element.querySelectorAll("[data-here-now]").forEach((line) => {
    if (line.dataset.hereNow !== String(who.id)) {
      line.dataset.hereNow = who.id;
      line.hidden = true;
    }
  });
  element.querySelectorAll("[data-here]").forEach((dot) => {
    if (dot.dataset.here !== String(who.id)) {
      dot.dataset.here = who.id;
      dot.hidden = true;
    }
  });
}

/** The member's own zone, as the server uses it; the browser's where it doesn't know that name. */
export const zone = (() => {
  try {
    return new Intl.DateTimeFormat(lang, { timeZone: document.body.dataset.zone }).resolvedOptions().timeZone;
  } catch {
    return undefined;
  }
})();

/** “just now”, “5 min ago”; the server says the rest. */
export function ago(at) {
  const minutes = Math.floor((Date.now() - at) / 60000);
  if (minutes < 1) return t("just-now");
  if (minutes < 60) return t("minutes-ago", { n: minutes });
  const hours = Math.floor(minutes / 60);
  if (hours < 24) return t("hours-ago", { n: hours });
  return null;
}

export function time(at) {
  const element = document.createElement("time");
  element.dateTime = new Date(at).toISOString();
  element.title = new Date(at).toLocaleString(lang, { timeZone: zone });
  element.dataset.at = at;
  element.textContent = ago(at) ?? new Date(at).toLocaleDateString(lang, { timeZone: zone });
  return element;
}

/** Whether somebody is writing inside, or has the focus there. */
export const inUse = (element) =>
  element.contains(document.activeElement) ||
  [...element.querySelectorAll("textarea")].some((t) => t.value !== t.defaultValue) ||
  element.querySelector("details[open]") !== null;

export const typing = () => document.activeElement?.matches?.("input, textarea, select, [contenteditable]") ?? false;
