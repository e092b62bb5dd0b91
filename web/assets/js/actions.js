// What can be done in an open conversation beside writing: the menu of a message, answering, editing, reactions, pins, and the
// draft that one's other screens show. All of it works without, too: each row leads to a page of its own.

import { Refused } from "./socket.js";
import { clone, say, slot, t } from "./build.js";

const DRAFT_AFTER = 900; // of rest, in ms

/**
 * `about` says what differs between a conversation of two and a room: how an author is called, where a message stands, in which
 * words a message is pinned and deleted, who may, whether the hub keeps a draft, and whether a message could be an ask.
 */
export function startActions({ page, thread, talk, list, composer, field, about }) {
  const { hub, me } = page;
  const conversation = talk.conversation.id;
  const bar = composer.querySelector("[data-replying]");
  const calm = matchMedia("(prefers-reduced-motion: reduce)");
  let editing = null; // the number of the message that the field holds
  let before = ""; // what stood in the field before that

  const wish = (command, options) =>
    hub.do({ messaging: command }, options).catch((error) => {
      if (!(error instanceof Refused)) throw error;
      page.live.toast(error.message);
    });

  // Answering and editing: one bar above the field says which.
  function showBar(who, words) {
    bar.hidden = false;
    say(bar, "by", who);
    say(bar, "words", words);
  }
  const replyTo = () => Number(composer.elements.reply_to.value) || null;

  function reply(no) {
    stopEditing();
    const m = talk.messages.get(no);
    composer.elements.reply_to.value = no;
    showBar(about.called(m.by), m.body);
    field.focus();
  }

  function edit(no) {
    if (editing === null) before = field.value;
    composer.elements.reply_to.value = "";
    editing = no;
    showBar(t("editing"), talk.messages.get(no).body);
    field.value = talk.messages.get(no).body;
    field.focus();
    field.setSelectionRange(field.value.length, field.value.length);
  }

  function stopEditing() {
    if (editing === null) return;
    editing = null;
    field.value = before;
    bar.hidden = true;
  }

  function stop() {
    stopEditing();
    composer.elements.reply_to.value = "";
    bar.hidden = true;
  }
  bar.querySelector("[data-cancel]").addEventListener("click", (event) => {
    event.preventDefault();
    stop();
    field.focus();
  });
  field.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !bar.hidden) stop();
    // The last word of one's own is mended most often.
    if (event.key === "ArrowUp" && !field.value && editing === null) {
      const own = [...talk.messages.values()].filter((m) => m.by === me && mayEdit(m)).at(-1);
      if (!own) return;
      event.preventDefault();
      edit(own.no);
    }
  });

  const DAY = 24 * 60 * 60 * 1000;
  const mayEdit = (m) => (m.deleted_at ?? null) === null && Date.now() - m.sent_at < DAY;

  /** The field is sent: true when that was an edit, and done with. */
  function submitsEdit() {
    if (editing === null) return false;
    const [no, body] = [editing, field.value.trim()];
    if (!body) return true;
    if (body !== talk.messages.get(no)?.body) wish({ edit: { conversation, no, body } });
    stopEditing();
    return true;
  }

  /** What is sent answers this; asked once. */
  function takeReply() {
    const no = replyTo();
    composer.elements.reply_to.value = "";
    bar.hidden = true;
    return no;
  }

  // The menu.
  let menu = null;
  let opener = null;

  function close(back = true) {
    menu?.remove();
    opener?.setAttribute("aria-expanded", "false");
    if (back && menu) opener?.focus({ preventScroll: true });
    menu = opener = null;
  }

  function open(link) {
    close(false);
    const m = talk.messages.get(Number(link.closest("[data-no]").dataset.no));
    if (!m) return false;
    opener = link;
    opener.setAttribute("aria-expanded", "true");
    menu = clone("t-menu");
    for (const button of menu.querySelectorAll("[data-emoji]")) {
      const mine = (m.reactions ?? []).some((r) => r.emoji === button.dataset.emoji && r.by.includes(me));
      button.setAttribute("aria-pressed", String(mine));
    }
    say(menu, "pin-words", (m.pinned_no ?? null) === null ? about.words.pin : t("unpin"));
    if (!about.mayPin) menu.querySelector('[data-do="pin"]').remove();
    if (!about.maySuggest?.(m)) menu.querySelector('[data-do="ask"]').remove();
    slot(menu, "report").setAttribute("href", `/report/message/${conversation}/${m.no}`);
    if (m.by === me) menu.querySelector("[data-others]").remove();
    if (m.by !== me || !mayEdit(m)) menu.querySelector('[data-do="edit"]').remove();
    if (m.by !== me && !about.mayDelete) menu.querySelector('[data-do="delete"]').remove();
    menu.addEventListener("click", (event) => press(event, m));
    menu.addEventListener("keydown", walk);
    menu.querySelector("form").addEventListener("submit", (event) => {
      event.preventDefault();
      const emoji = event.target.elements.emoji.value.trim();
      if (emoji) wish({ react: { conversation, no: m.no, emoji, on: true } });
      close();
    });
    document.body.append(menu);
    const at = link.getBoundingClientRect();
    const size = menu.getBoundingClientRect();
    menu.style.left = `${Math.max(8, Math.min(at.left, innerWidth - size.width - 8))}px`;
    menu.style.top = `${Math.max(8, at.bottom + size.height + 8 > innerHeight ? at.top - size.height - 4 : at.bottom + 4)}px`;
    menu.querySelector("button").focus({ preventScroll: true });
    return true;
  }

  function walk(event) {
    if (event.key === "Escape") close();
    if (event.key === "Tab") {
      // Within the menu: it stands at the end of the page.
      event.preventDefault();
      step(event.shiftKey ? -1 : 1);
    }
    if (event.target.matches("input")) return;
    if (["ArrowDown", "ArrowRight"].includes(event.key)) step(1);
    else if (["ArrowUp", "ArrowLeft"].includes(event.key)) step(-1);
    else return;
    event.preventDefault();
  }

  function step(by) {
    const all = [...menu.querySelectorAll("button, input, a")].filter((e) => e.offsetParent !== null);
    all[(all.indexOf(document.activeElement) + by + all.length) % all.length].focus();
  }

  async function press(event, m) {
    const button = event.target.closest("button");
    if (!button || button.form) return;
    const { emoji, do: what } = button.dataset;
    const { no } = m;
    if (emoji) {
      wish({ react: { conversation, no, emoji, on: button.getAttribute("aria-pressed") !== "true" } });
      return close();
    }
    switch (what) {
      case "other": {
        const form = menu.querySelector("form");
        form.hidden = false;
        return form.elements.emoji.focus();
      }
      case "reply": close(false); return reply(no);
      case "edit": close(false); return edit(no);
      case "pin": wish({ pin: { conversation, no, on: (m.pinned_no ?? null) === null } }); return close();
      case "ask": about.suggest(no); return close();
      case "copy":
        await navigator.clipboard?.writeText(m.body).then(() => page.live.toast(t("words-copied")), () => {});
        return close();
      case "delete":
        if (!button.dataset.sure) {
          // Asked once more, at the same place.
          button.dataset.sure = "yes";
          say(menu, "delete-words", about.words.sure);
          return;
        }
        wish({ delete: { conversation, no } });
        return close();
      default:
    }
  }

  addEventListener("pointerdown", (event) => menu && !menu.contains(event.target) && !opener.contains(event.target) && close(false));
  addEventListener("resize", () => close(false));
  thread.querySelector("[data-scroll]").addEventListener("scroll", () => close(false), { passive: true });

  thread.addEventListener("click", (event) => {
    const link = event.target.closest("a");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    if (link.matches('[data-slot="menu"]')) {
      if (opener === link) {
        event.preventDefault();
        close();
      } else if (open(link)) event.preventDefault();
      return;
    }
    // What is on this page is shown where it stands.
    const to = link.matches('[data-slot="quote"], [data-to]') ? document.getElementById(link.hash.slice(1)) : null;
    if (!to || !list.contains(to)) return;
    event.preventDefault();
    to.scrollIntoView({ block: "center", behavior: calm.matches ? "auto" : "smooth" });
    to.classList.remove("is-found");
    requestAnimationFrame(() => to.classList.add("is-found"));
  });

  // Reactions under a message, over the line while there is one.
  thread.addEventListener("submit", (event) => {
    if (!hub.online || !event.submitter) return;
    const no = Number(event.target.closest("[data-no]")?.dataset.no);
    if (event.target.matches(".reactions") && no) {
      event.preventDefault();
      const { name, value } = event.submitter;
      wish({ react: { conversation, no, emoji: value, on: name === "on" } });
    } else if (event.target.matches("[data-mute]")) {
      event.preventDefault();
      wish({ mute: { conversation, on: event.submitter.value === "yes" } });
      event.target.closest("details").open = false;
    }
  });

  // The draft: said when the typing rests, shown on one's other screens unless something is typed there.
  let saying = 0;
  let typedAt = 0;
  let known = talk.conversation.draft?.body ?? "";
  field.addEventListener("input", () => {
    if (editing !== null || !about.keepsDrafts) return;
    typedAt = Date.now();
    clearTimeout(saying);
    saying = setTimeout(sayDraft, DRAFT_AFTER);
  });
  addEventListener("pagehide", () => saying && sayDraft());

  function sayDraft() {
    clearTimeout(saying);
    saying = 0;
    const body = field.value.trim();
    if (editing !== null || body === known.trim()) return;
    known = body;
    hub.do({ messaging: { draft: { conversation, body } } }, { latest: `draft-${conversation}` }).catch(() => {});
  }

  /** What was in the field is on its way: sending takes the draft away by itself. */
  function sent() {
    clearTimeout(saying);
    saying = 0;
    known = "";
  }

  function showDraft() {
    const body = talk.conversation.draft?.body ?? "";
    const untouched = field.value.trim() === known.trim() && Date.now() - typedAt > DRAFT_AFTER;
    if (editing === null && untouched && field.value.trim() !== body) {
      field.value = body;
      field.defaultValue = body;
    }
    known = body;
  }

  function showPins() {
    const pins = thread.querySelector("[data-pins]");
    pins.hidden = talk.pinned.length === 0;
    if (pins.hidden) pins.open = false;
    say(pins, "first", talk.pinned[0]?.words ?? "");
    say(pins, "many", talk.pinned.length > 1 ? String(talk.pinned.length) : "");
    slot(pins, "list").replaceChildren(
      ...talk.pinned.map((p) => {
        const link = document.createElement("a");
        link.href = about.place(p.no);
        link.dataset.to = p.no;
        link.append(
          Object.assign(document.createElement("strong"), { textContent: about.called(p.by) }),
          " ",
          Object.assign(document.createElement("span"), { textContent: p.words }),
        );
        const item = document.createElement("li");
        item.append(link);
        return item;
      }),
    );
  }

  function showRow() {
    const muted = (talk.conversation.muted_at ?? null) !== null;
    const form = thread.querySelector("[data-mute]");
    form.querySelector("button").value = muted ? "no" : "yes";
    say(form, "words", muted ? t("unmute") : t("mute"));
  }

  return { submitsEdit, takeReply, sent, showDraft, showPins, showRow, isEditing: () => editing !== null };
}
