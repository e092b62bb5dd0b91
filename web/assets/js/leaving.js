// Logging out: what is written and not sent is thrown away with everything else that this browser keeps of a member, after
// a word about it. It goes when the next page shows that they are out; should they not be (no network), it is still there.

import { forgetMember, forgetTalks } from "./store.js";
import { t } from "./words.js";

const MARK = "collective-leaving";
const mark = {
  get() {
    try {
      return localStorage.getItem(MARK);
    } catch {
      return null; // Storage is switched off; then there is nothing to throw away.
    }
  },
  set(member) {
    try {
      if (member === null) localStorage.removeItem(MARK);
      else localStorage.setItem(MARK, member);
    } catch {
      // As above.
    }
  },
};

/** Whoever was leaving is gone, or has stayed. `me` is who this page is for, nothing for a stranger. */
export function settleLeaving(me) {
  if (!document.body.matches(".is-offline")) forgetTalks(me);
  const leaving = mark.get();
  if (leaving === null) return;
  mark.set(null);
  if (leaving !== me) forgetMember(leaving);
}

export function startLeaving(page) {
  const { me, hub } = page;
  const leave = () => {
    mark.set(String(me));
    hub.pause(true);
  };

  addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented || !form.matches('form[action="/logout"],[data-out]') || form.dataset.leaves) return;
    const unsent = hub.letters.length + (page.uploads ?? 0);
    if (!unsent) {
      leave();
      return;
    }
    event.preventDefault();
    const dialog = document.getElementById("t-leave").content.firstElementChild.cloneNode(true);
    dialog.querySelector('[data-slot="words"]').textContent = t("unsent", { n: unsent });
    // What the question says stays true while it is asked: should the line come back meanwhile, nothing goes.
    hub.pause(true);
    const stay = () => hub.pause(false);
    addEventListener("pagehide", stay);
    dialog.addEventListener("close", () => {
      dialog.remove();
      removeEventListener("pagehide", stay);
      if (dialog.returnValue !== "leave") return stay();
      leave();
      form.dataset.leaves = "yes";
      form.requestSubmit();
    });
    document.body.append(dialog);
    dialog.showModal();
  });
}
