// The button that follows somebody: over the line while there is one, and the same on all of one's screens.

import { Refused, freshId } from "./socket.js";
import { say, slot } from "./build.js";
import { parts } from "./parts.js";

parts.push(startFollows);

function startFollows(page) {
  const { hub } = page;

  function show(who, follows) {
    let changed = false;
    for (const form of document.querySelectorAll(`[data-follow="${who}"]`)) {
      const button = form.querySelector("button");
      changed ||= (button.value === "no") !== follows;
      button.value = follows ? "no" : "yes";
      button.classList.toggle("is-on", follows);
      say(form, "follow-words", follows ? "Following" : "Follow");
      slot(form, "follow-hint").hidden = !follows;
    }
    if (!changed) return;
    for (const at of document.querySelectorAll(`[data-followers="${who}"]`)) {
      const followers = Math.max(0, Number(at.textContent) + (follows ? 1 : -1));
      at.textContent = followers;
      for (const word of document.querySelectorAll(`[data-followers-word="${who}"]`)) word.textContent = followers === 1 ? "follower" : "followers";
    }
  }

  page.onEvent(({ follows }) => {
    if (follows?.followed) show(follows.followed.who, true);
    else if (follows?.unfollowed) show(follows.unfollowed.who, false);
  });

  addEventListener("submit", async (event) => {
    const form = event.target;
    if (!hub.online || event.defaultPrevented || !form.matches("[data-follow]")) return;
    event.preventDefault();
    const who = Number(form.dataset.follow);
    const follow = form.querySelector("button").value === "yes";
    const id = form.elements.command.value;
    form.elements.command.value = freshId();
    try {
      await hub.do({ follows: follow ? { follow: { who } } : { unfollow: { who } } }, { id });
      show(who, follow);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      page.live.toast(error.message);
    }
  });
}
