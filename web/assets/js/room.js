// A room that is open: what everybody says in it, live; what one sends stands there at once. What may be done to a message is
// done as in a conversation of two (actions.js), by the same outbox (letters.js) and the same rows (message.js).

import { Refused } from "./socket.js";
import { startActions } from "./actions.js";
import { askState, clone, home, path, say, slot, t } from "./build.js";
import { store } from "./forms.js";
import { startLetters } from "./letters.js";
import { fillMessage, setTick, stamp, startFiles } from "./message.js";
import { daysOf, fetchEarlier } from "./history.js";
import { quoteOf } from "./quotes.js";
import { parts } from "./parts.js";

const GOES_ON = 5 * 60 * 1000; // the same person within so long: name and face stand once
const READ_AFTER = 2000; // a room of a thousand readers is a thousand cursors to write: each tells now and then

function startRoom(page) {
  const section = document.querySelector("[data-room]");
  if (!section) return;
  const { hub, me } = page;
  const room = Number(section.dataset.room);
  const address = section.dataset.path;
  const list = section.querySelector("[data-messages]");
  const scroll = section.querySelector("[data-scroll]");
  const composer = section.querySelector("[data-composer]"); // none for who only looks in
  const field = composer?.elements.body;
  const newest = !section.hasAttribute("data-earlier"); // an earlier page is only read
  const state = JSON.parse(section.querySelector("[data-state]").content.textContent);
  const authors = new Map();
  const asks = new Map(); // of messages that became one
  const talk = { conversation: { id: room }, messages: new Map(), pinned: [] };
  let read = section.dataset.read === undefined ? null : Number(section.dataset.read);
  let head = Number(section.dataset.head);

  function learn({ message, author, ask }) {
    const had = talk.messages.get(message.no);
    // Who wrote it still reads what is hidden from everybody else; the hub says one thing to all.
    const own = message.hidden && message.by === me && had ? { ...message, body: had.body } : message;
    talk.messages.set(message.no, own);
    authors.set(author.id, author);
    if (ask) asks.set(message.no, ask);
    else asks.delete(message.no);
    takePin(own);
    return own;
  }

  function takePin(m) {
    talk.pinned = talk.pinned.filter((p) => p.no !== m.no);
    if ((m.pinned_no ?? null) === null) return;
    const { no, by, words } = quoteOf(m);
    talk.pinned.push({ no, by, words, pinned_no: m.pinned_no });
    talk.pinned.sort((a, b) => b.pinned_no - a.pinned_no);
  }

  const about = {
    me,
    called: (by) => (by === me ? t("you") : (authors.get(by)?.name ?? t("somebody"))),
    place: (no) => `${address}?at=${no}#m-${no}`,
    // The words of what is answered are read where it stands: who may not see it there sees nothing of it here.
    quoted(quote) {
      const there = talk.messages.get(quote.no);
      return there ? { ...quoteOf(there), by: about.called(there.by) } : { ...quote, by: "", words: t("answers-earlier") };
    },
    words: { pin: t("pin-all"), sure: t("delete-all") },
    mayPin: section.hasAttribute("data-tidy"),
    mayDelete: section.hasAttribute("data-tidy"),
    keepsDrafts: false,
    maySuggest: (m) => isFree(m) && m.by !== me,
    suggest: (no) =>
      hub.do({ rooms: { suggest_ask: { room, no } } }).then(() => page.live.toast(t("suggested")), (error) => {
        if (!(error instanceof Refused)) throw error;
        page.live.toast(error.message);
      }),
  };
  // It may become an ask.
  const isFree = (m) => Boolean(composer) && m.no > 0 && !asks.has(m.no) && (m.deleted_at ?? null) === null && !m.hidden;
  for (const said of [...state.messages, ...state.pinned]) learn(said);

  // The list is laid out from its end (column-reverse), so 0 is the end, also without a script.
  const nearEnd = () => scroll.scrollTop > -120;
  const toEnd = () => (scroll.scrollTop = 0);

  const dayBefore = daysOf(list);

  // Rows.

  function tick(element, to) {
    if (element.dataset.tick !== "stored" || to === "stored") setTick(element, to);
  }

  function row(message, author) {
    const element = clone("t-message");
    if (message.by === me) {
      element.dataset.client = message.client_id;
      element.querySelector(".said-face")?.remove();
      element.querySelector(".said-by")?.remove();
    } else {
      say(element, "name", author.name);
      for (const at of ["name", "person"]) home(slot(element, at), author);
      slot(element, "face").src = path(author.portrait);
    }
    element.dataset.at = message.sent_at;
    fill(element, message);
    if (message.by === me) tick(element, message.no > 0 ? "stored" : "sending");
    return element;
  }

  /** What a message is now, with the ask that it became and what else may become of it. */
  function fill(element, m) {
    fillMessage(element, m, about);
    showAsk(element, asks.get(m.no));
    // A row that the page came with has only what was free to it then.
    const make = slot(element, "make");
    if (make) {
      make.hidden = !isFree(m) || m.by !== me;
      make.setAttribute("href", `${address}/messages/${m.no}/ask`);
    }
  }

  const kinds = new Map((document.getElementById("t-match")?.dataset.badges ?? "").split("|").map((l) => l.split(/=(.*)/s).slice(0, 2)));

  /** The card of the ask that a message became, as it is now. */
  function showAsk(element, ask) {
    const at = slot(element, "ask");
    if (!ask) {
      at.replaceChildren();
      return;
    }
    const card = clone("t-room-ask");
    card.href = path(ask.path);
    card.dataset.askCard = ask.id;
    say(card, "badge", kinds.get(`ask.${ask.kind}`) ?? "");
    say(card, "title", ask.title);
    const state = slot(card, "state");
    state.textContent = askState(ask);
    state.classList.toggle("is-quiet", ask.status !== "open");
    at.replaceChildren(card);
  }

  function append(message, author) {
    const stay = nearEnd() || message.by === me;
    section.querySelector("[data-nothing]")?.remove();
    dayBefore(message.sent_at);
    const element = row(message, author);
    // Pending ones stay last: the hub's order is by number.
    const pending = message.no > 0 ? list.querySelector('.is-mine[data-no="0"]') : null;
    const before = pending ? pending.previousElementSibling : list.lastElementChild;
    const goesOn = before?.dataset.by === element.dataset.by && message.sent_at - Number(before.dataset.at) < GOES_ON;
    element.classList.toggle("goes-on", goesOn);
    if (pending) pending.before(element);
    else list.append(element);
    if (stay) toEnd();
    return element;
  }

  // What one writes goes by the outbox; an earlier page shows none of it.

  function stored(id, no, at) {
    const element = list.querySelector(`[data-client="${CSS.escape(id)}"]`);
    if (!element) return;
    element.dataset.no = no;
    element.querySelectorAll(".again, .why").forEach((part) => part.remove());
    if (at) stamp(element, at);
    const known = talk.messages.get(no);
    if (known) fill(element, known);
    tick(element, "stored");
  }
  page.onStored((id, { message }) => message?.conversation === room && stored(id, message.no, message.sent_at));

  function pending({ id, command, at }) {
    const { body, reply_to: reply } = command.messaging.send;
    const answered = reply ? talk.messages.get(reply) : null;
    return { conversation: room, no: 0, by: me, client_id: id, body, sent_at: at, reply: answered && quoteOf(answered) };
  }

  const letters =
    composer && newest
      ? startLetters({
          page,
          conversation: room,
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
  const actions = composer ? startActions({ page, thread: section, talk, list, composer, field, about }) : null;

  composer?.addEventListener("submit", (event) => {
    event.preventDefault();
    const body = field.value.trim();
    const brings = composer.elements.attachment.files.length > 0;
    if ((!body && !brings) || actions.submitsEdit()) return;
    if (!newest) {
      // The end isn't on this page: let the form go, it leads there.
      composer.submit();
      return;
    }
    const taken = () => {
      const words = { body: field.value.trim(), reply: actions.takeReply() };
      field.value = "";
      store.drop(draft);
      return words;
    };
    if (brings) {
      // Without a network that part can't come: what was written stays where it is.
      if (composer.dataset.going) return;
      composer.dataset.going = "yes";
      const bring = (attach) => {
        const { body, reply } = taken();
        return attach.bring(page, room, body, reply, composer.elements.attachment);
      };
      return import("./attach.js").then(bring, () => page.live.toast(t("not-through"))).finally(() => delete composer.dataset.going);
    }
    const { reply } = taken();
    letters.write({ messaging: { send: reply ? { conversation: room, body, reply_to: reply } : { conversation: room, body } } });
    field.focus();
  });
  startFiles(section, composer);
  field?.addEventListener("keydown", (event) => {
    // Phones have a button; their enter is a new line.
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing && matchMedia("(pointer: fine)").matches) {
      event.preventDefault();
      composer.requestSubmit();
    }
  });
  const draft = field?.dataset.keepAs;
  let told = 0;
  if (field && !field.value) field.value = store.get(draft) ?? "";
  field?.addEventListener("input", () => {
    if (actions.isEditing()) return;
    store.set(draft, field.value);
    if (field.value.trim() && Date.now() - told > 3000) {
      told = Date.now();
      hub.typing(room);
    }
  });

  const typing = section.querySelector("[data-typing]");
  let quiet = 0;
  page.onWhisper((whisper) => {
    if (whisper.what !== "typing" || whisper.conversation !== room) return;
    const stay = nearEnd();
    typing.hidden = false;
    if (stay) toEnd();
    clearTimeout(quiet);
    quiet = setTimeout(() => (typing.hidden = true), 6000);
  });

  // Read is what stood on the screen of somebody who looks at its end. Nobody else is told how far one has read.
  let seen = 0;
  let telling = 0;
  function look() {
    if (read === null || !newest || document.visibilityState !== "visible" || !nearEnd()) return;
    seen = head;
    if (seen > read && !telling) telling = setTimeout(tellRead, READ_AFTER);
  }
  function tellRead() {
    clearTimeout(telling);
    telling = 0;
    if (read === null || seen <= read) return;
    read = seen;
    hub.do({ messaging: { read: { conversation: room, upto: read } } }, { latest: `read-${room}` }).catch(() => {});
  }
  document.addEventListener("visibilitychange", () => (document.visibilityState === "visible" ? look() : tellRead()));
  addEventListener("pagehide", tellRead);
  scroll.addEventListener("scroll", look, { passive: true });

  // What the room's log says.

  function takeNew(said) {
    const message = learn(said);
    head = Math.max(head, message.no);
    const mine = message.by === me && list.querySelector(`[data-client="${CSS.escape(message.client_id)}"]`);
    if (mine) stored(message.client_id, message.no, message.sent_at);
    else if (newest && !list.querySelector(`[data-no="${message.no}"]`)) append(message, said.author);
    if (message.by !== me) typing.hidden = true;
    look();
  }

  /** What stands here of a message is as it is now, also where it is answered. */
  function takeChange(said) {
    const message = learn(said);
    for (const [no, m] of talk.messages) {
      if (no !== message.no && m.reply?.no !== message.no) continue;
      const element = list.querySelector(`[data-no="${no}"]`);
      if (element) fill(element, m);
    }
    actions?.showPins();
  }

  function takeMember({ members, who }, happened) {
    section.querySelector("[data-members]").textContent = t("people", { n: members });
    if (section.dataset.kind !== "group" || !["joined", "left"].includes(happened)) return;
    const line = document.createElement("li");
    line.className = "heading";
    const words = document.createElement("span");
    words.textContent = happened === "joined" ? t("joined", who) : t("left-room", who);
    line.append(words);
    list.append(line);
  }

  page.onEvent((event, view) => {
    const fact = event.rooms ?? event.messaging;
    if (!fact || typeof fact === "string") return;
    const [[happened, what]] = Object.entries(fact);
    if ((what.room ?? what.conversation) !== room || !view) return;
    if (view.room_message) (happened === "sent" ? takeNew : takeChange)(view.room_message);
    if (view.room_member) takeMember(view.room_member, happened);
    if (happened === "edited" && view.room) section.querySelector("[data-room-name]").textContent = view.room.name;
    if (happened === "archived") location.reload();
  });

  page.onRoomClosed((closed, refusal) => {
    if (closed !== room) return;
    const words = document.createElement("p");
    words.className = "composer muted small";
    words.setAttribute("role", "alert");
    words.textContent = refusal.words;
    composer?.replaceWith(words);
  });

  fetchEarlier(section, list, (before) => {
    for (const said of before.messages) if (!talk.messages.has(said.message.no)) learn(said);
  });

  hub.openRoom(room, Number(section.dataset.log));
  look();
}

parts.push(startRoom);
