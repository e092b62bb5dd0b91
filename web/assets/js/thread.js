// An open conversation: what is sent stands there at once, its ticks follow, reading and typing are told.

import { startLetters } from "./letters.js";
import { startActions } from "./actions.js";
import { t } from "./build.js";
import { store } from "./forms.js";
import { fillMessage, newMessage, setTick, stamp, startFiles } from "./message.js";
import { daysOf, fetchEarlier } from "./history.js";
import { addEarlier, apply, quoteOf, talkOf } from "./talk.js";
import { parts } from "./parts.js";

const ORDER = ["stored", "delivered", "read"]; // before that it may wait, go, fail and go again

function startThread(page) {
  const thread = document.querySelector("[data-thread]");
  // Without a composer nothing is written here any more: the one of them has blocked the other.
  if (!thread?.querySelector("[data-composer]")) return;
  const { hub, me } = page;
  const conversation = Number(thread.dataset.thread);
  const other = Number(thread.dataset.other);
  const list = thread.querySelector("[data-messages]");
  const scroll = thread.querySelector("[data-scroll]");
  const composer = thread.querySelector("[data-composer]");
  const field = composer.elements.body;
  const reading = !thread.hasAttribute("data-earlier"); // an earlier page is only read
  const talk = talkOf(JSON.parse(thread.querySelector("[data-state]").content.textContent));
  const called = (by) => (by === me ? t("you") : thread.dataset.name);
  const about = {
    me,
    called,
    place: (no) => `/messages/${conversation}?at=${no}#m-${no}`,
    quoted: (quote) => ({ ...quote, by: called(quote.by) }),
    words: { pin: t("pin-both"), sure: t("delete-both") },
    mayPin: true,
    mayDelete: false, // what the other one wrote
    keepsDrafts: true,
  };
  let read = Number(thread.dataset.read);

  // The list is laid out from its end (column-reverse), so 0 is the end, also without a script.
  const nearEnd = () => scroll.scrollTop > -120;
  const toEnd = () => (scroll.scrollTop = 0);

  // Ticks only ever move forward.
  function tick(row, to) {
    if (ORDER.indexOf(to) >= ORDER.indexOf(row.dataset.tick)) setTick(row, to);
  }
  const reached = (no) => (no <= talk.conversation.other_read_no ? "read" : no <= talk.conversation.other_delivered_no ? "delivered" : "stored");
  function moveTicks() {
    for (const row of list.querySelectorAll(".is-mine[data-no]")) {
      const no = Number(row.dataset.no);
      if (no > 0) tick(row, reached(no));
    }
  }

  const dayBefore = daysOf(list);

  function row(message) {
    const element = newMessage(message, about);
    if (message.by === me) {
      element.dataset.client = message.client_id;
      tick(element, message.no > 0 ? reached(message.no) : "sending");
    }
    return element;
  }

  function append(message) {
    const stay = nearEnd() || message.by === me;
    dayBefore(message.sent_at);
    const element = row(message);
    // Pending ones stay last: the hub's order is by number.
    const pending = message.no > 0 ? list.querySelector('.is-mine[data-no="0"]') : null;
    if (pending) pending.before(element);
    else list.append(element);
    if (stay) toEnd();
    if (message.by !== me) watcher.observe(element);
    return element;
  }

  function stored(id, no, at) {
    const element = list.querySelector(`[data-client="${CSS.escape(id)}"]`);
    if (!element) return;
    element.dataset.no = no;
    element.querySelectorAll(".again, .why").forEach((part) => part.remove());
    if (at) stamp(element, at);
    const known = talk.messages.get(no);
    if (known) fillMessage(element, known, about);
    tick(element, reached(no));
  }
  page.onStored((id, { message }) => message?.conversation === conversation && stored(id, message.no, message.sent_at));

  /** What is on its way, as it stands here meanwhile. */
  function pending({ id, command, at }) {
    const { body, reply_to: reply } = command.messaging.send;
    const answered = reply ? talk.messages.get(reply) : null;
    return { conversation, no: 0, by: me, client_id: id, body, sent_at: at, reply: answered && quoteOf(answered) };
  }

  // What is written goes by the outbox; an earlier page shows none of it.
  const letters = reading
    ? startLetters({
        page,
        conversation,
        list,
        tick,
        rowOf: (letter) => append(pending(letter)),
        /** Back into the field, to be mended there. */
        mend({ command }) {
          const { body } = command.messaging.send;
          field.value = field.value.trim() ? `${body}\n${field.value}` : body;
          field.dispatchEvent(new Event("input"));
          field.focus();
        },
      })
    : null;

  const actions = startActions({ page, thread, talk, list, composer, field, about });

  composer.addEventListener("submit", (event) => {
    event.preventDefault();
    const body = field.value.trim();
    const brings = composer.elements.attachment.files.length > 0;
    if ((!body && !brings) || actions.submitsEdit()) return;
    if (!reading) {
      // The end isn't on this page: let the form go, it leads there.
      composer.submit();
      return;
    }
    const taken = () => {
      const words = { body: field.value.trim(), reply: actions.takeReply() };
      field.value = "";
      store.drop(draft);
      actions.sent();
      return words;
    };
    if (brings) {
      // Without a network that part can't come: what was written stays where it is.
      if (composer.dataset.going) return;
      composer.dataset.going = "yes";
      const bring = (attach) => {
        const { body, reply } = taken();
        return attach.bring(page, conversation, body, reply, composer.elements.attachment);
      };
      return import("./attach.js").then(bring, () => page.live.toast(t("not-through"))).finally(() => delete composer.dataset.going);
    }
    const { reply } = taken();
    letters.write({ messaging: { send: reply ? { conversation, body, reply_to: reply } : { conversation, body } } });
    field.focus();
  });
  startFiles(thread, composer);
  field.addEventListener("keydown", (event) => {
    // Phones have a button; their enter is a new line.
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing && matchMedia("(pointer: fine)").matches) {
      event.preventDefault();
      composer.requestSubmit();
    }
  });

  // The draft stays over a reload.
  const draft = field.dataset.keepAs;
  if (!field.value) field.value = store.get(draft) ?? "";
  let told = 0;
  field.addEventListener("input", () => {
    if (actions.isEditing()) return;
    store.set(draft, field.value);
    if (field.value.trim() && Date.now() - told > 3000) {
      told = Date.now();
      hub.typing(conversation);
    }
  });

  const typing = thread.querySelector("[data-typing]");
  let quiet = 0;
  page.onWhisper((whisper) => {
    if (whisper.what !== "typing" || whisper.conversation !== conversation || whisper.by !== other) return;
    const stay = nearEnd();
    typing.hidden = false;
    if (stay) toEnd();
    clearTimeout(quiet);
    quiet = setTimeout(() => (typing.hidden = true), 6000);
  });

  // Read is what stood on the screen of somebody who looks.
  let seen = read;
  let telling = 0;
  const watcher = new IntersectionObserver(
    (entries) => {
      for (const entry of entries) {
        const { intersectionRect: part, boundingClientRect: whole, rootBounds: screen } = entry;
        // Half of it, or of the screen where it is taller than that, or its last line.
        const enough = entry.intersectionRatio >= 0.5 || (screen && (part.height >= screen.height * 0.5 || whole.bottom <= screen.bottom));
        if (entry.isIntersecting && enough) seen = Math.max(seen, Number(entry.target.dataset.no));
      }
      tellRead();
    },
    { root: scroll, threshold: [0, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.75, 1] },
  );
  function tellRead() {
    if (!reading || seen <= read || document.visibilityState !== "visible" || telling) return;
    telling = setTimeout(() => {
      telling = 0;
      if (seen <= read || document.visibilityState !== "visible") return;
      read = seen;
      hub.read(conversation, read);
    }, 300);
  }
  document.addEventListener("visibilitychange", tellRead);
  for (const element of list.querySelectorAll(".message:not(.is-mine)")) watcher.observe(element);

  /** Fills the rows that stand here of these messages. */
  function fill(numbers) {
    for (const no of numbers) {
      const element = list.querySelector(`[data-no="${no}"]`);
      if (element) fillMessage(element, talk.messages.get(no), about);
    }
  }

  page.onEvent((event, view) => {
    const told = apply(talk, me, event, view);
    if (!told) return;
    const message = view.message;
    if (message && message.by === me && list.querySelector(`[data-client="${CSS.escape(message.client_id)}"]`)) {
      stored(message.client_id, message.no, message.sent_at);
    } else if (told.fresh && reading && !list.querySelector(`[data-no="${told.fresh}"]`)) {
      if (message.by === other) typing.hidden = true;
      append(message);
    }
    fill(told.messages);
    if (told.ticks) moveTicks();
    if (told.pins) actions.showPins();
    if (told.draft) {
      actions.showDraft();
      if (!field.value) store.drop(draft);
    }
    if (told.row) actions.showRow();
  });

  // How far the other one is stands in no inbox: what moved while no line was open is asked for when there is one.
  page.onOnline(async () => {
    const answer = await fetch(`/api/v1/conversations/${conversation}`).catch(() => null);
    if (!answer?.ok) return;
    const now = (await answer.json()).conversation;
    const there = talk.conversation;
    there.other_read_no = Math.max(there.other_read_no, now.other_read_no);
    there.other_delivered_no = Math.max(there.other_delivered_no, now.other_delivered_no);
    if (now.draft) there.draft = now.draft;
    else delete there.draft;
    actions.showDraft();
    moveTicks();
  });

  fetchEarlier(thread, list, (before) => addEarlier(talk, before));
}

parts.push(startThread);
