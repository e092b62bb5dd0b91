// Signing up: the name of one's page as it would be now, while the name is typed. Without a script it is said afterwards.

import { t } from "./words.js";

const ASK_AFTER = 400;

export function startUsername(details) {
  const form = details.closest("form");
  const line = details.querySelector("[data-slot=username]");
  const { name, username } = form.elements;
  const untold = line.textContent;
  let timer = 0;
  let asking = null;

  const say = (handle) => {
    const words = handle ? t("your-page", { handle }) : untold;
    if (line.textContent !== words) line.textContent = words;
  };

  async function ask() {
    asking?.abort();
    const chosen = username.value.trim().replace(/^@/, "").toLowerCase();
    if (chosen || !name.value.trim()) return say(chosen);
    const now = (asking = new AbortController());
    try {
      const answer = await fetch(`/signup/username?${new URLSearchParams({ name: name.value })}`, { signal: now.signal });
      if (answer.ok) say(await answer.text());
    } catch {
      // Typed on, or offline: it is made when the form is sent.
    }
  }

  for (const field of [name, username]) {
    field.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(ask, ASK_AFTER);
    });
  }
  ask();
}

document.querySelectorAll("[data-username]").forEach(startUsername);
