// What the outbox holds for the conversation on this page: a row for each letter, that says the truth of it until it is
// stored. On its way, waiting for a line, or refused, with the reason and what can be done about it.

import { t, wordsOf } from "./words.js";

/**
 * `rowOf(letter)` puts a row at the end; `tick(row, to)` sets its mark; `mend(letter)` takes a letter's words back into the
 * field. Rows carry the letter's id in data-client, and data-no="0" until they are stored.
 */
export function startLetters({ page, conversation, list, rowOf, tick, mend }) {
  const { hub } = page;
  const written = new Set(); // here, and the outbox has not said so yet
  const find = (id) => list.querySelector(`[data-client="${CSS.escape(id)}"]`);

  function show(letters) {
    const here = letters.filter((letter) => letter.conversation === conversation);
    for (const letter of here) {
      written.delete(letter.id);
      const row = find(letter.id) ?? rowOf(letter);
      if (Number(row.dataset.no) > 0) continue;
      if (letter.state === "refused") refused(row, letter);
      else {
        row.querySelectorAll(".again, .why").forEach((part) => part.remove());
        tick(row, letter.state === "waiting" && !hub.online ? "waiting" : "sending");
      }
    }
    // Thrown away or taken back, here or on another page.
    const known = new Set(here.map((letter) => letter.id));
    for (const row of list.querySelectorAll('.is-mine[data-no="0"]')) {
      if (!known.has(row.dataset.client) && !written.has(row.dataset.client)) row.remove();
    }
  }

  // Worth trying again only if it was the moment that was wrong, not the words or the one they go to.
  const mayPass = (refusal) => ["busy", "too_fast", "conflict"].includes(refusal.kind);

  function refused(row, letter) {
    if (row.querySelector(".why")) return;
    tick(row, "failed");
    const why = document.createElement("span");
    why.className = "why";
    why.setAttribute("role", "alert");
    why.textContent = wordsOf(letter.refusal);
    const button = (words, then) => {
      const element = Object.assign(document.createElement("button"), { type: "button", className: "again", textContent: words });
      element.addEventListener("click", then);
      return element;
    };
    const again = button(t("send-again"), () => {
      row.dataset.client = hub.again(letter.id);
      written.add(row.dataset.client);
    });
    const back = button(t("take-back"), () => {
      hub.throwAway(letter.id);
      row.remove();
      mend(letter);
    });
    const away = button(t("throw-away"), () => {
      hub.throwAway(letter.id);
      row.remove();
    });
    row.querySelector(".bubble").append(why, mayPass(letter.refusal) ? again : back, away);
  }

  page.onOutbox(show);
  page.onStatus(() => show(hub.letters));
  show(hub.letters);

  return {
    /** Something is written: its row stands at once. */
    write(command) {
      const id = hub.write(conversation, command);
      written.add(id);
      tick(rowOf({ id, conversation, command, at: Date.now() }), hub.online ? "sending" : "waiting");
      return id;
    },
  };
}
