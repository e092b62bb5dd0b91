// What a conversation of two and a room have in common as lists: the day above the first message of each, and earlier pages.

import { lang, t, zone } from "./build.js";

const dayOf = (at) => new Date(at).toLocaleDateString("en-CA", { timeZone: zone });

function dayLine(at) {
  const line = document.createElement("li");
  line.className = "day";
  line.dataset.day = at;
  const words = document.createElement("span");
  const today = dayOf(at) === dayOf(Date.now());
  words.textContent = today ? t("today") : new Date(at).toLocaleDateString(lang, { weekday: "long", day: "numeric", month: "long", timeZone: zone });
  line.append(words);
  return line;
}

/** Puts the day at the end of `list` when a message sent at `at` is the first of it. */
export function daysOf(list) {
  const stands = [...list.querySelectorAll("[data-day]")].at(-1)?.dataset.day;
  let last = stands ? dayOf(Number(stands)) : "";
  return (at) => {
    if (dayOf(at) === last) return;
    last = dayOf(at);
    list.append(dayLine(at));
  };
}

/**
 * Earlier messages come in above, and what one is reading stays where it is; whoever is not at the end has a button that leads there. `known(state)` hears what the page before says.
 * The link leads to that page also without a script.
 */
export function fetchEarlier(section, list, known) {
  // One begins at what is new, wherever one came from.
  if (!location.hash) list.querySelector(".new-line")?.scrollIntoView();
  const scroll = section.querySelector("[data-scroll]");
  const away = () => section.querySelector("[data-newest]") && import("./newest.js").then(({ startNewest }) => startNewest(section));
  if (scroll.scrollTop < 0) away();
  else scroll.addEventListener("scroll", away, { once: true });
  section.addEventListener("click", async (event) => {
    const link = event.target.closest("[data-earlier-link]");
    if (!link) return;
    event.preventDefault();
    link.setAttribute("aria-busy", "true");
    try {
      const answer = await fetch(link.href, { headers: { accept: "text/html" } });
      if (!answer.ok) throw new Error(String(answer.status));
      const earlier = new DOMParser().parseFromString(await answer.text(), "text/html");
      known(JSON.parse(earlier.querySelector("[data-state]").content.textContent));
      const rows = [...earlier.querySelectorAll("[data-messages] > li")].map((row) => document.importNode(row, true));
      const first = list.firstElementChild;
      // What is new begins further up.
      if (earlier.querySelector(".new-line")) list.querySelector(".new-line")?.remove();
      // The day that both pages begin or end with stands once.
      const days = rows.filter((row) => row.dataset.day);
      if (first?.dataset.day && days.length && dayOf(Number(days.at(-1).dataset.day)) === dayOf(Number(first.dataset.day))) first.remove();
      list.prepend(...rows);
      const more = earlier.querySelector("[data-earlier-link]");
      if (more) link.href = more.getAttribute("href");
      else link.parentElement.remove();
    } catch {
      location.assign(link.href);
    } finally {
      link.removeAttribute("aria-busy");
    }
  });
}
