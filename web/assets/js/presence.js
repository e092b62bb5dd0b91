// Whether this screen is used, said seldom; and what is shown of others' presence.

import { t, time } from "./build.js";

const SAY_EVERY = 15_000; // to who holds the line; the hub hears it once a minute
const IDLE_AFTER = 300_000;

export function startPresence(page) {
  const { hub } = page;
  let used = Date.now();
  let said = -Infinity;
  let idle = false;

  function use() {
    used = Date.now();
    if (!idle && used - said < SAY_EVERY) return;
    idle = false;
    said = used;
    hub.used(true);
  }
  for (const what of ["pointerdown", "keydown", "wheel", "touchstart"]) addEventListener(what, use, { passive: true });
  document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && use());

  // A hidden tab's timers may be late; the hub counts the minutes by itself, this only says it sooner.
  function look() {
    if (idle || Date.now() - used < IDLE_AFTER) return;
    idle = true;
    hub.used(false);
  }
  setInterval(look, 30_000);

  const all = (selector) => document.querySelectorAll(selector);
  page.onWhisper((whisper) => {
    const { what, user } = whisper;
    if (!["here", "away", "seen", "unsure"].includes(what)) return;
    const here = what === "here" && whisper.here;
    if (what !== "seen") {
      for (const dot of all(`[data-here="${user}"]`)) {
        dot.hidden = !(here || what === "away" || what === "unsure");
        dot.classList.toggle("is-unsure", what === "unsure");
        dot.classList.toggle("is-away", what === "away");
        dot.firstElementChild.textContent =
          what === "unsure" ? t("unsure") : what === "away" ? t("away-mark") : t("here-mark");
      }
    }
    for (const line of all(`[data-here-now="${user}"]`)) line.hidden = !here;
    for (const line of all(`[data-away="${user}"]`)) {
      line.hidden = what !== "away";
      line.parentElement.hidden = [...line.parentElement.children].every((other) => other.hidden);
    }
    for (const line of all(`[data-presence="${user}"]`)) {
      if (what === "seen") {
        const [before, after = ""] = t("was-here").split("{when}");
        line.replaceChildren(before, time(whisper.at), after);
      } else line.textContent = here ? t("here") : what === "away" ? t("away") : "";
    }
    for (const form of all(`[data-back="${user}"]`)) form.hidden = here || what === "away";
  });
}
