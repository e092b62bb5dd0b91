// The way back to the end of a conversation or a room, while one is somewhere else in it, with how many came that one has not
// seen. Loaded when somebody leaves the end.

import { say } from "./build.js";

const NEAR = 120; // px above the end that still count as the end

export function startNewest(section) {
  const scroll = section.querySelector("[data-scroll]");
  const list = section.querySelector("[data-messages]");
  const button = section.querySelector("[data-newest]");
  const calm = matchMedia("(prefers-reduced-motion: reduce)");
  const theirs = () => [...list.querySelectorAll(".message:not(.is-mine)")];
  const no = (row) => Number(row?.dataset.no ?? 0);

  /** The last one whose beginning is on the screen, or above it. */
  function lastShown(beyond = 0) {
    const edge = scroll.getBoundingClientRect().bottom + beyond;
    return no(theirs().findLast((row) => row.getBoundingClientRect().top < edge));
  }

  // What stood there before is seen, but for what the line says is new; a first move of the list may have taken one off the screen.
  let seen = list.querySelector(".new-line") ? lastShown(NEAR) : no(theirs().at(-1));

  function look() {
    due = 0;
    seen = Math.max(seen, lastShown());
    const more = theirs().filter((row) => no(row) > seen).length;
    // The list is laid out from its end: 0 is the end, and above it is below 0.
    button.hidden = scroll.scrollTop > (more ? -NEAR : -scroll.clientHeight);
    say(button, "more", more ? ` (${more})` : "");
  }
  let due = 0;
  const soon = () => (due ||= requestAnimationFrame(look));
  scroll.addEventListener("scroll", soon, { passive: true });
  new MutationObserver(soon).observe(list, { childList: true });
  look();

  button.addEventListener("click", () => {
    scroll.scrollTo({ top: 0, behavior: calm.matches ? "auto" : "smooth" });
    scroll.focus({ preventScroll: true });
  });
}
