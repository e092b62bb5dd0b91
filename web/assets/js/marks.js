// The buttons that follow somebody and save a thing: over the line while there is one, and the same on all of one's screens.

import { Refused, freshId } from "./socket.js";
import { say, slot, t } from "./build.js";
import { parts } from "./parts.js";

parts.push(startMarks);

function startMarks(page) {
  const { hub } = page;

  function mark(form, on, words, hint) {
    const button = form.querySelector("button");
    button.value = on ? "no" : "yes";
    button.classList.toggle("is-on", on);
    if (button.ariaPressed) return void (button.ariaPressed = on);
    say(form, `${hint}-words`, words);
    slot(form, `${hint}-hint`).hidden = !on;
  }

  function showFollow(who, follows) {
    let changed = false;
    for (const form of document.querySelectorAll(`[data-follow="${who}"]`)) {
      changed ||= (form.querySelector("button").value === "no") !== follows;
      mark(form, follows, follows ? t("following") : t("follow"), "follow");
    }
    if (!changed) return;
    for (const at of document.querySelectorAll(`[data-followers="${who}"]`)) {
      const followers = Math.max(0, Number(at.textContent) + (follows ? 1 : -1));
      at.textContent = followers;
      for (const word of document.querySelectorAll(`[data-followers-word="${who}"]`)) word.textContent = t("followers", { n: followers });
    }
  }

  function showKept(thing, kept) {
    const [[kind, what]] = Object.entries(thing);
    for (const form of document.querySelectorAll(`[data-saves="${kind}:${what}"]`)) mark(form, kept, kept ? t("saved") : t("save"), "keep");
  }

  page.onEvent(({ follows, keeps }) => {
    if (follows?.followed) showFollow(follows.followed.who, true);
    else if (follows?.unfollowed) showFollow(follows.unfollowed.who, false);
    else if (keeps?.kept) showKept(keeps.kept.thing, true);
    else if (keeps?.unkept) showKept(keeps.unkept.thing, false);
  });

  addEventListener("submit", (event) => {
    const form = event.target;
    if (!hub.online || event.defaultPrevented || !form.matches("[data-follow], [data-saves]")) return;
    event.preventDefault();
    const on = form.querySelector("button").value === "yes";
    if (form.matches("[data-follow]")) {
      const who = Number(form.dataset.follow);
      wish(form, { follows: on ? { follow: { who } } : { unfollow: { who } } }, () => showFollow(who, on));
    } else {
      const thing = { [form.elements.kind.value]: Number(form.elements.what.value) };
      wish(form, { keeps: on ? { keep: { thing } } : { unkeep: { thing } } }, () => showKept(thing, on));
    }
  });

  async function wish(form, command, then) {
    const { command: field } = form.elements;
    const id = field.value;
    field.value = freshId();
    try {
      await hub.do(command, { id });
      then();
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      page.live.toast(error.message);
    }
  }
}
