// A room that is open: what everybody says in it, live; what one sends stands there at once.

import { Refused, freshId } from "./socket.js";
import { clone, link, path, say, slot, zone } from "./build.js";
import { store } from "./forms.js";

const GOES_ON = 5 * 60 * 1000; // the same person within so long: name and face stand once

export function startRoom(page) {
  const section = document.querySelector("[data-room]");
  if (!section) return;
  const { hub, me } = page;
  const room = Number(section.dataset.room);
  const address = section.dataset.path;
  const list = section.querySelector("[data-messages]");
  const scroll = section.querySelector("[data-scroll]");
  const composer = section.querySelector("[data-composer]");
  const field = composer?.elements.body;
  const newest = !section.hasAttribute("data-earlier"); // an earlier page is only read
  let read = section.dataset.read === undefined ? null : Number(section.dataset.read);
  let head = Number(section.dataset.head);

  // The list is laid out from its end (column-reverse), so 0 is the end, also without a script.
  const nearEnd = () => scroll.scrollTop > -120;
  const toEnd = () => (scroll.scrollTop = 0);

  const dayOf = (at) => new Date(at).toLocaleDateString("en-CA", { timeZone: zone });
  let lastDay = [...list.querySelectorAll("[data-day]")].at(-1)?.dataset.day;
  lastDay = lastDay ? dayOf(Number(lastDay)) : "";
  function dayLine(at) {
    const line = document.createElement("li");
    line.className = "day";
    line.dataset.day = at;
    const words = document.createElement("span");
    const today = dayOf(at) === dayOf(Date.now());
    words.textContent = today ? "Today" : new Date(at).toLocaleDateString(undefined, { weekday: "long", day: "numeric", month: "long", timeZone: zone });
    line.append(words);
    return line;
  }

  function stamp(element, at) {
    const clock = slot(element, "clock");
    clock.textContent = new Date(at).toLocaleTimeString(undefined, { hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZone: zone });
    clock.title = new Date(at).toLocaleString(undefined, { timeZone: zone });
  }

  const states = (ask) =>
    ({ open: ask.places > 1 ? `${ask.accepted} of ${ask.places} found` : "Open", in_progress: "Under way", fulfilled: "Done", closed: "Closed" })[ask.status];
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
    state.textContent = states(ask);
    state.classList.toggle("is-quiet", ask.status !== "open");
    at.replaceChildren(card);
    slot(element, "make")?.remove();
    element.querySelector("[data-suggest]")?.remove();
  }

  /** What a message says now, and what has happened to it. */
  function showWords(element, message) {
    const gone = (message.deleted_at ?? null) !== null;
    const unseen = Boolean(message.hidden) && message.by !== me; // who wrote it still reads it
    if (gone || !message.hidden) say(element, "body", gone ? "This message was deleted." : message.body);
    else if (unseen) say(element, "body", "This message is hidden.");
    slot(element, "body").classList.toggle("muted", gone || Boolean(message.hidden));
    slot(element, "edited").hidden = (message.edited_at ?? null) === null;
    const quote = slot(element, "quote");
    quote.hidden = !message.reply;
    if (message.reply) quote.setAttribute("href", `${address}?at=${message.reply.no}#message-${message.reply.no}`);
    const reactions = slot(element, "reactions");
    reactions.replaceChildren(
      ...(message.reactions ?? []).map((r) => Object.assign(document.createElement("span"), { className: "reaction", textContent: `${r.emoji} ${r.count}` })),
    );
    reactions.hidden = reactions.childElementCount === 0;
    if (!gone) return;
    slot(element, "make")?.remove();
    element.querySelector("[data-suggest]")?.remove();
  }

  function row(message, author, ask) {
    const element = clone("t-said");
    const own = message.by === me;
    element.id = message.no > 0 ? `message-${message.no}` : "";
    Object.assign(element.dataset, { no: message.no, by: message.by, at: message.sent_at });
    showWords(element, message);
    stamp(element, message.sent_at);
    if (own) {
      element.classList.add("is-mine");
      element.dataset.client = message.client_id;
      element.querySelector(".said-face")?.remove();
      element.querySelector(".said-by")?.remove();
      slot(element, "report")?.remove();
      const suggest = element.querySelector("[data-suggest]");
      const make = document.createElement("a");
      make.className = "said-do";
      make.dataset.slot = "make";
      make.textContent = "Make it an ask";
      suggest.replaceWith(make);
      const tick = document.createElement("span");
      tick.className = "tick";
      tick.dataset.slot = "tick";
      tick.setAttribute("role", "img");
      element.querySelector(".meta").append(tick);
      number(element, message.no);
    } else {
      link(element, "name", author.name, `/@${encodeURIComponent(author.handle)}`);
      slot(element, "person").href = path(`/@${encodeURIComponent(author.handle)}`);
      slot(element, "face").src = path(author.portrait);
      const suggest = element.querySelector("[data-suggest]");
      slot(element, "report").href = `/report/message/${room}/${message.no}`;
      if (composer) suggest.action = `${address}/messages/${message.no}/suggest`;
      else suggest.remove();
    }
    if (ask) showAsk(element, ask);
    return element;
  }

  /** One's own message has its number, or waits for it. */
  function number(element, no) {
    element.dataset.no = no;
    element.dataset.tick = no > 0 ? "stored" : "sending";
    if (no > 0) element.id = `message-${no}`;
    const words = no > 0 ? "Sent" : "Sending";
    const tick = slot(element, "tick");
    tick.setAttribute("aria-label", words);
    tick.title = words;
    const make = slot(element, "make");
    if (make) {
      make.hidden = no === 0;
      make.setAttribute("href", `${address}/messages/${no}/ask`);
    }
  }

  function append(element) {
    const stay = nearEnd() || element.classList.contains("is-mine");
    const at = Number(element.dataset.at);
    section.querySelector("[data-nothing]")?.remove();
    if (dayOf(at) !== lastDay) {
      lastDay = dayOf(at);
      list.append(dayLine(at));
    }
    // Pending ones stay last: the hub's order is by number.
    const pending = Number(element.dataset.no) > 0 ? list.querySelector('.is-mine[data-no="0"]') : null;
    const before = pending ? pending.previousElementSibling : list.lastElementChild;
    const goesOn = before?.dataset.by === element.dataset.by && at - Number(before.dataset.at) < GOES_ON;
    element.classList.toggle("goes-on", goesOn);
    if (pending) pending.before(element);
    else list.append(element);
    if (stay) toEnd();
    return element;
  }

  // What is on its way, kept until it is stored; on the next page it goes out again with the same id.
  const outbox = `outbox-room-${room}`;
  const waiting = () => JSON.parse(store.get(outbox) ?? "[]");
  const keep = (all) => (all.length ? store.set(outbox, JSON.stringify(all)) : store.drop(outbox));
  const mine = (id) => list.querySelector(`[data-client="${CSS.escape(id)}"]`);

  function stored(id, no, at) {
    keep(waiting().filter((m) => m.id !== id));
    const element = mine(id);
    if (!element) return;
    number(element, no);
    if (at) stamp(element, at);
  }

  function send(id, body) {
    const element = mine(id) ?? append(row({ no: 0, by: me, client_id: id, body, sent_at: Date.now() }));
    element.dataset.tick = "sending";
    element.querySelectorAll(".again, .why").forEach((e) => e.remove());
    hub.do({ messaging: { send: { conversation: room, body } } }, { id }).then(
      (answer) => stored(id, answer.message.no, answer.message.sent_at),
      (error) => {
        if (!(error instanceof Refused)) throw error;
        failed(element, id, body, error.refusal);
      },
    );
  }

  // Worth trying again only if it was the moment that was wrong.
  const mayPass = (refusal) => ["busy", "too_fast", "conflict"].includes(refusal.kind);

  function failed(element, id, body, refusal) {
    element.dataset.tick = "failed";
    keep(waiting().map((m) => (m.id === id ? { ...m, failed: refusal } : m)));
    const why = document.createElement("span");
    why.className = "why";
    why.setAttribute("role", "alert");
    why.textContent = refusal.words;
    const again = document.createElement("button");
    again.type = "button";
    again.className = "again";
    again.textContent = mayPass(refusal) ? "Try again" : "Take it back";
    again.addEventListener("click", () => {
      const next = freshId();
      if (mayPass(refusal)) {
        // A refusal was an answer: the next try is a new command.
        keep(waiting().map((m) => (m.id === id ? { id: next, body } : m)));
        element.dataset.client = next;
        send(next, body);
        return;
      }
      keep(waiting().filter((m) => m.id !== id));
      element.remove();
      field.value = field.value.trim() ? `${body}\n${field.value}` : body;
      field.dispatchEvent(new Event("input"));
      field.focus();
    });
    element.querySelector(".bubble").append(why, again);
    if (nearEnd()) toEnd();
  }

  composer?.addEventListener("submit", (event) => {
    const body = field.value.trim();
    // The end isn't on an earlier page: the form goes there by itself.
    if (!newest || !body) return;
    event.preventDefault();
    const id = composer.elements.command.value;
    composer.elements.command.value = freshId();
    keep([...waiting(), { id, body }]);
    field.value = "";
    store.drop(draft);
    send(id, body);
    field.focus();
  });
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

  // Read is what stood on the screen of somebody who looks at its end.
  let telling = 0;
  function tellRead() {
    if (read === null || !newest || telling || head <= read || document.visibilityState !== "visible" || !nearEnd()) return;
    telling = setTimeout(() => {
      telling = 0;
      if (head <= read || document.visibilityState !== "visible" || !nearEnd()) return;
      read = head;
      hub.do({ messaging: { read: { conversation: room, upto: read } } }, { latest: `read-${room}` }).catch(() => {});
    }, 400);
  }
  document.addEventListener("visibilitychange", tellRead);
  scroll.addEventListener("scroll", tellRead, { passive: true });

  function takeMessage({ message, author, ask }) {
    head = Math.max(head, message.no);
    const there = message.by === me ? mine(message.client_id) : null;
    const known = list.querySelector(`[data-no="${message.no}"]`);
    if (there) stored(message.client_id, message.no, message.sent_at);
    else if (!known && newest) append(row(message, author, ask));
    if (message.by !== me) typing.hidden = true;
    tellRead();
  }

  page.onEvent((event, view) => {
    const fact = event.rooms ?? event.messaging;
    if (!fact || typeof fact === "string") return;
    const [[happened, what]] = Object.entries(fact);
    if ((what.room ?? what.conversation) !== room) return;
    if (event.messaging && happened === "sent" && view.room_message) takeMessage(view.room_message);
    const changed = happened !== "sent" && view.room_message;
    const element = changed && list.querySelector(`[data-no="${what.no}"]`);
    if (element) {
      showAsk(element, changed.ask);
      showWords(element, changed.message);
    }
    if (view.room_member) {
      const { members, who } = view.room_member;
      section.querySelector("[data-members]").textContent = members === 1 ? "1 person" : `${members} people`;
      if (section.dataset.kind === "group" && ["joined", "left"].includes(happened)) {
        const line = document.createElement("li");
        line.className = "heading";
        const words = document.createElement("span");
        words.textContent = `${who.name} ${happened === "joined" ? "is here" : "has left"}`;
        line.append(words);
        list.append(line);
      }
    }
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

  // In one tap, over the socket while it is up; otherwise the form goes its own way.
  addEventListener("submit", async (event) => {
    const form = event.target;
    if (!form.matches("[data-suggest]") || !hub.online || !section.contains(form)) return;
    event.preventDefault();
    const button = form.querySelector("button");
    const no = Number(form.closest("[data-no]").dataset.no);
    try {
      await hub.do({ rooms: { suggest_ask: { room, no } } }, { id: form.elements.command.value });
      button.textContent = "Suggested";
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      button.textContent = error.message;
    }
    button.disabled = true;
  });

  // Earlier messages come in above, and what one is reading stays where it is.
  section.addEventListener("click", async (event) => {
    const earlier = event.target.closest("[data-earlier-link]");
    if (!earlier) return;
    event.preventDefault();
    earlier.setAttribute("aria-busy", "true");
    try {
      const answer = await fetch(earlier.href, { headers: { accept: "text/html" } });
      if (!answer.ok) throw new Error(String(answer.status));
      const before = new DOMParser().parseFromString(await answer.text(), "text/html");
      const rows = [...before.querySelectorAll("[data-messages] > li")].map((r) => document.importNode(r, true));
      const first = list.firstElementChild;
      const days = rows.filter((r) => r.dataset.day);
      if (first?.dataset.day && days.length && dayOf(Number(days.at(-1).dataset.day)) === dayOf(Number(first.dataset.day))) first.remove();
      list.prepend(...rows);
      const more = before.querySelector("[data-earlier-link]");
      if (more) earlier.href = more.getAttribute("href");
      else earlier.parentElement.remove();
    } catch {
      location.assign(earlier.href);
    } finally {
      earlier.removeAttribute("aria-busy");
    }
  });

  if (/^#message-\d+$/.test(location.hash)) document.querySelector(location.hash)?.scrollIntoView({ block: "center" });
  hub.openRoom(room, Number(section.dataset.log));
  for (const { id, body, failed: refusal } of composer ? waiting() : []) {
    if (refusal) failed(append(row({ no: 0, by: me, client_id: id, body, sent_at: Date.now() })), id, body, refusal);
    else send(id, body);
  }
  tellRead();
}
