// What changes on an open page: match cards, connections, activity, points, counts, who is here.
// Nothing here takes the focus, covers what is being typed, or makes a sound.

import { Refused, freshId } from "./socket.js";
import { ago, askState, clone, inUse, link, path, person, say, slot, t, time, typing } from "./build.js";
import { forget, release } from "./forms.js";
import { showPlaces, startPlaces } from "./places.js";

export function startLive(page) {
  const { hub } = page;
  const one = (selector) => document.querySelector(selector);
  const all = (selector) => [...document.querySelectorAll(selector)];
  const title = document.title.replace(/^\(\d+\) /, "");

  // Toasts: two lines at most, read out politely, never over what is being typed.
  const toasts = one("[data-toasts]");
  const arrivals = one("[data-arrivals]");

  // A conversation fills the screen exactly: what is said above it takes from its height.
  const line = one("[data-line]");
  const above = new ResizeObserver(() => {
    const inFlow = getComputedStyle(toasts).position === "sticky";
    document.documentElement.style.setProperty("--said", `${line.offsetHeight + (inFlow ? toasts.offsetHeight : 0)}px`);
  });
  above.observe(toasts);
  above.observe(line);

  function standClear() {
    const field = typing() ? document.activeElement.getBoundingClientRect() : null;
    // A conversation is written at the lower end, whether one is typing just now or not.
    const low = one("[data-composer]") !== null || (field !== null && field.bottom > innerHeight * 0.45);
    toasts.classList.toggle("is-up", low);
  }
  addEventListener("focusin", standClear);
  addEventListener("focusout", () => setTimeout(standClear));

  function toast(words, { mark = "", address = "" } = {}) {
    standClear();
    const element = clone("t-toast");
    say(element, "mark", mark);
    if (address) {
      link(element, "link", words, address);
      slot(element, "words").remove();
    } else {
      say(element, "words", words);
      slot(element, "link").remove();
    }
    const close = () => element.remove();
    element.querySelector("[data-close]").addEventListener("click", close);
    toasts.append(element);
    while (toasts.children.length > (innerWidth < 768 ? 2 : 3)) toasts.firstElementChild.remove();
    let left = setTimeout(close, 7000);
    element.addEventListener("pointerenter", () => clearTimeout(left));
    element.addEventListener("pointerleave", () => (left = setTimeout(close, 2500)));
  }

  // Counts in header, tabs and title.
  function setCount(name, number) {
    for (const badge of all(`[data-${name}]`)) {
      badge.hidden = number <= 0;
      badge.querySelector("[data-number]").textContent = number;
    }
  }
  const countOf = (name) => Number(one(`[data-${name}] [data-number]`)?.textContent ?? 0);
  // The title counts what waits: messages and notices.
  function showCount(name, number) {
    setCount(name, number);
    const waits = countOf("unread") + countOf("unseen");
    document.title = waits > 0 ? `(${waits}) ${title}` : title;
  }

  function setPoints(total) {
    for (const at of all("[data-points]")) at.textContent = total;
    const header = one(".points");
    header?.classList.remove("is-up");
    requestAnimationFrame(() => header?.classList.add("is-up"));
  }

  // A list knows whether it is empty.
  function settleList(list) {
    const section = list.closest("section");
    const empty = section?.querySelector("[data-empty]") ?? list.parentElement.querySelector(":scope > [data-empty]");
    if (empty) empty.hidden = list.children.length > 0;
    if (section?.hasAttribute("data-section")) section.hidden = list.children.length === 0;
  }

  // Which lists on this page a match or connection belongs to.
  const wants = (list, about) =>
    ["ask", "offer", "person"].every((kind) => {
      const only = list.dataset[`only${kind[0].toUpperCase()}${kind.slice(1)}`];
      return only === undefined || only === String(about[kind]);
    });

  // Match cards. Those that come within one frame are put in together, and said together.
  let coming = [];
  let announced = 0;
  let news = [];

  const table = (words) => new Map((words ?? "").split("|").map((l) => l.split(/=(.*)/s).slice(0, 2)));
  const badges = table(one("#t-match").dataset.badges);

  function fillMatch(element, card) {
    const first = card.person.name.split(/\s+/)[0];
    const [theirs, own] = card.reader_asks ? ["offer", "ask"] : ["ask", "offer"];
    element.dataset.match = card.id;
    element.dataset.person = card.person.id;
    element.dataset.score = card.score;
    element.toggleAttribute("data-told", card.told);
    element.querySelector("[data-gone]")?.remove();
    person(element, card.person);
    say(element, "first-name", first);
    // Whoever asks requests the offer, whoever offers writes about the ask.
    say(element, "request-title", card.offer_title);
    for (const name of ["write", "request", "request-hint"]) {
      const at = slot(element, name);
      if (at) at.hidden = card.reader_asks === (name === "write");
    }
    const badge = slot(element, "badge");
    badge.className = `chip chip-${theirs}`;
    badge.textContent = badges.get(`${theirs}.${card[`${theirs}_kind`]}`) ?? "";
    say(element, "verb", card.reader_asks ? t("offers") : t("needs"));
    link(element, "theirs", card[`${theirs}_title`], card[`${theirs}_path`]);
    say(element, "own-verb", card.reader_asks ? t("you-asked") : t("you-offer"));
    link(element, "own", card[`${own}_title`], card[`${own}_path`]);
    const price = slot(element, "price");
    price.textContent = card.price;
    price.hidden = !card.reader_asks || !card.price;
    const answers = slot(element, "answers");
    answers.lastChild.textContent = card.answers ?? "";
    answers.hidden = !card.answers;
    slot(element, "reasons").replaceChildren(
      ...card.reasons.map((reason) => Object.assign(document.createElement("li"), { textContent: reason })),
    );
    const missing = slot(element, "missing");
    const away = missing.querySelector("[data-away]");
    if (away.dataset.away !== String(card.person.id)) away.hidden = true;
    away.dataset.away = card.person.id;
    away.textContent = t("is-away", { name: first });
    missing.replaceChildren(
      ...(card.missing ?? []).map((what) => Object.assign(document.createElement("li"), { textContent: what })),
      away,
    );
    missing.hidden = !card.missing?.length && away.hidden;
    const less = slot(element, "less");
    if (less) less.href = `/matches/${card.id}/less?next=${encodeURIComponent(location.pathname + location.search)}`;
    const begin = element.querySelector(".begin form");
    if (begin && !inUse(begin)) {
      const { about, subject, to, message } = begin.elements;
      about.value = theirs;
      subject.value = card[theirs];
      to.value = card.person.id;
      message.value = message.defaultValue = card.first_line + (card.reader_asks ? `\n${slot(element, "own").href}\n` : "");
      message.id = begin.querySelector("label").htmlFor = begin.dataset.keep = `begin-${card.id}`;
    }
    // Of somebody's ask: that its text stood here is said, and said to be said.
    const reads = card.told && !card.reader_asks;
    if (reads) slot(element, "what").dataset.reads = card.ask;
    else delete slot(element, "what").dataset.reads;
    const hint = slot(element, "read-hint");
    if (hint) {
      hint.hidden = !reads;
      say(hint, "read-name", first);
    }
    const hold = slot(element, "hold");
    if (hold) {
      hold.hidden = card.reader_asks || !card.places;
      if (card.places) showPlaces(element, card.ask, card.places, card.person.name);
      else for (const form of element.querySelectorAll("[data-claim]")) form.hidden = true;
    }
    element.querySelector("[data-dismiss]")?.setAttribute("action", `/matches/${card.id}/dismiss`);
    if (card.connection !== null && card.connection !== undefined && !inUse(element)) {
      const actions = slot(element, "actions");
      if (actions) {
        const a = { className: "btn btn-outline btn-sm", href: `/connections#connection-${card.connection}`, textContent: t("in-touch") };
        actions.replaceChildren(Object.assign(document.createElement("a"), a));
      }
    }
  }

  function takeMatch(card, happened) {
    const there = all(`[data-match="${card.id}"]`);
    there.forEach((element) => fillMatch(element, card));
    if (there.length || card.connection) return;
    if (["updated", "restored"].includes(happened)) putBack(card);
    if (happened !== "told") return;
    coming.push(card);
    if (coming.length === 1) requestAnimationFrame(putMatches);
    // A hidden tab has no frames, and has to be right all the same.
    if (document.visibilityState !== "visible") setTimeout(putMatches, 50);
  }

  function putMatches() {
    const cards = coming.filter((card) => !one(`[data-match="${card.id}"]`));
    coming = [];
    if (!cards.length) return;
    const lists = all('[data-live="matches"]');
    let shown = 0;
    for (const list of lists) {
      const mine = cards.filter((card) => wants(list, card));
      list.prepend(...mine.map(newMatch));
      shown += mine.length;
      settleList(list);
    }
    if (shown < cards.length) putArrivals(cards);
    news.push(...cards);
    clearTimeout(announced);
    announced = setTimeout(() => announce(shown > 0), 400);
    watch();
  }

  function newMatch(card) {
    const element = clone("t-match");
    fillMatch(element, card);
    element.classList.add("is-arriving");
    return element;
  }

  /** It is open again, and was told once: it only stands where a load would show it. */
  function putBack(card) {
    coming = coming.filter((other) => other.id !== card.id);
    for (const list of all('[data-live="matches"]').filter((l) => wants(l, card))) {
      const element = clone("t-match");
      fillMatch(element, card);
      const ofOnePost = list.dataset.onlyAsk !== undefined || list.dataset.onlyOffer !== undefined;
      list.insertBefore(element, [...list.children].find((other) => comesBefore(element, other, ofOnePost)) ?? null);
      settleList(list);
    }
    watch();
  }

  /** As the store lists them: those of one post by how well they fit, all others the newest first. */
  function comesBefore(a, b, ofOnePost) {
    const rank = ({ dataset }) => (ofOnePost ? [Number("told" in dataset), Number(dataset.score), -dataset.match] : [Number(dataset.match)]);
    const [ours, theirs] = [rank(a), rank(b)];
    const at = ours.findIndex((value, place) => value !== theirs[place]);
    return at >= 0 && ours[at] > theirs[at];
  }

  arrivals.querySelector("[data-arrivals-close]").addEventListener("click", () => {
    // They wait on the dashboard.
    arrivals.querySelector("[data-live]").replaceChildren();
    sayArrivals();
  });

  function putArrivals(cards) {
    if (one("[data-composer]")) {
      const [{ person: { name } }] = cards;
      const more = cards.length - 1;
      toast(more ? t("new-match-more", { name, more }) : t("new-match", { name }), { mark: "✦", address: "/home#matches" });
      return;
    }
    const list = arrivals.querySelector("[data-live]");
    const rest = cards.filter((card) => !one(`[data-match="${card.id}"]`));
    list.prepend(...rest.map(newMatch));
    sayArrivals();
  }

  function sayArrivals() {
    const cards = [...arrivals.querySelectorAll("[data-match]")];
    // It opens when somebody opens it.
    if (arrivals.hidden) arrivals.querySelector("details").open = false;
    arrivals.hidden = !cards.length;
    if (!cards.length) return;
    arrivals.querySelector("[data-arrivals-line]").textContent = t("new-matches", { n: cards.length });
    const names = [...new Set(cards.map((card) => slot(card, "name").textContent))];
    arrivals.querySelector("[data-arrivals-names]").textContent = names.join(", ");
  }

  function announce(inPlace) {
    const names = [...new Set(news.map((card) => card.person.name))];
    const words = news.length === 1 ? t("new-match", { name: names[0] }) : t("new-matches-named", { n: news.length, names: names.slice(0, 3).join(", ") });
    for (const group of all("[data-group]")) {
      group.textContent = words;
      group.hidden = false;
    }
    if (inPlace) toast(words, { mark: "✦" });
    news = [];
  }

  function dropMatch(id, whatever = false) {
    coming = coming.filter((card) => card.id !== id);
    for (const element of all(`[data-match="${id}"]`)) {
      if (!whatever && inUse(element)) {
        // Somebody is writing in it: say so, take nothing away.
        const note = Object.assign(document.createElement("p"), { className: "problem", textContent: t("not-open") });
        note.dataset.gone = "";
        if (!element.querySelector("[data-gone]")) element.querySelector(".begin form")?.prepend(note);
        continue;
      }
      const list = element.parentElement;
      element.remove();
      settleList(list);
    }
    sayArrivals();
  }

  // Connections.
  const lines = table(one("#t-connection")?.dataset.lines);

  function aboutOf(view) {
    if (view.about === "direct") return { kind: "direct", person: view.other.id };
    const [[kind, id]] = Object.entries(view.about);
    return { kind, [kind]: id, person: view.other.id };
  }

  const lineOf = (view, about, claimed) =>
    (lines.get(`${view.status}.${view.side}.${about.kind}.${claimed ? "claimed" : "open"}`) ?? "").replace("{name}", view.other.name);
  let stepped = 0; // whose button was pressed here: what is so now is said, wherever its card goes

  function fillConnection(element, view) {
    const about = aboutOf(view);
    const claimed = view.done_claimed_at !== null && view.done_claimed_at !== undefined;
    element.dataset.connection = view.id;
    element.id = element.id ? `connection-${view.id}` : "";
    person(element, view.other);
    for (const name of ["line", "fold"]) say(element, name, lineOf(view, about, claimed));
    slot(element, "when")?.replaceChildren(time(view.updated_at));
    link(element, "title", view.title, view.path || "#");
    const price = slot(element, "price");
    if (price) {
      price.textContent = view.price;
      price.hidden = !view.price;
    }
    const aboutLine = slot(element, "about");
    if (aboutLine) aboutLine.hidden = !view.title;
    if (slot(element, "message")) {
      say(element, "message", view.first_message.length > 240 ? `${view.first_message.slice(0, 240)}…` : view.first_message);
    }
    slot(element, "thread")?.setAttribute("href", `/messages/${view.conversation}`);
    const rate = slot(element, "rate");
    if (rate) {
      rate.hidden = view.status !== "completed" || (view.my_rating ?? null) !== null;
      rate.firstElementChild.setAttribute("action", `/connections/${view.id}/rate`);
    }
    const steps = element.querySelector("[data-steps]");
    const had = steps.contains(document.activeElement);
    steps.setAttribute("action", `/connections/${view.id}/step`);
    const fresh = clone("t-connection").querySelector("[data-steps]");
    // “I'm full” is for whoever is asked to help.
    const buttons = [...fresh.querySelectorAll("button")].filter((b) => view.steps.includes(b.dataset.step ?? b.value) && (view.reader_helps || !b.dataset.step));
    for (const button of buttons) {
      // After one's own yes a no is a calling off.
      if (button.value === "decline" && view.status === "accepted") button.textContent = button.dataset.claimed;
      else if (view.reader_helps && button.dataset.helper) button.textContent = button.dataset.helper;
      else if (claimed) {
        button.textContent = button.dataset.claimed;
        if (button.value === "done") button.classList.replace("btn-outline", "btn-primary");
      }
    }
    steps.querySelectorAll("button").forEach((b) => b.remove());
    steps.append(...buttons);
    steps.elements.command.value = fresh.elements.command.value;
    release(steps);
    // The pressed button is gone: the focus stays on its card, on the line that is seen.
    if (had) slot(element, "fold")?.focus({ preventScroll: true });
    if (had) (slot(element, "thread") ?? (rate?.hidden ? slot(element, "line") : rate?.querySelector("[type=radio]")))?.focus({ preventScroll: true });
  }

  const asksMe = (view) => view.steps.includes("not_yet") || (view.status === "initiated" && view.steps.includes("accept"));
  // What was counted at the load: a request is known by where it moves from, a “done” by the button against it.
  const waiting = new Set(all('[value="not_yet"]').map((b) => Number(b.closest("[data-connection]").dataset.connection)));

  function takeConnection(view, isNew, from) {
    const about = aboutOf(view);
    if (document.getElementById("t-connection")) {
      for (const element of all(`[data-connection="${view.id}"]`)) fillConnection(element, view);
      for (const list of all('[data-live="waiting"], [data-live="connections"]')) {
        const there = list.querySelector(`[data-connection="${view.id}"]`);
        const waits = list.dataset.live === "waiting";
        if (waits && there && !asksMe(view) && !inUse(there)) there.remove();
        if (!there && (waits ? asksMe(view) : isNew && wants(list, about) && fitsShow(list, view))) {
          const element = clone("t-connection");
          fillConnection(element, view);
          element.classList.add("is-arriving");
          // Of what went before only what waits for a yes stays.
          if (list.hasAttribute("data-latest")) for (const other of [...list.children]) if (!other.querySelector('[value="accept"]')) other.remove();
          list.prepend(element);
        }
        settleList(list);
      }
    }
    if (isNew && about.kind === "ask") {
      for (const at of all(`[data-answers="${about.ask}"]`)) at.textContent = t("answers", { n: one(`[data-only-ask="${about.ask}"][data-live="connections"]`).children.length });
      one(`[data-silent="${about.ask}"]`)?.remove();
    }
    if (stepped === view.id) {
      stepped = 0;
      toast(lineOf(view, about, (view.done_claimed_at ?? null) !== null));
    }
    const mine = view.side === "responder";
    const was = waiting.has(view.id) || (from === "initiated" && mine);
    // What is told late stands further on already: each step counts by itself.
    const asks = asksMe(view) || (isNew && mine);
    waiting[asks ? "add" : "delete"](view.id);
    setCount("waiting", Math.max(0, countOf("waiting") + asks - was));
    // Whoever writes has acted on the match.
    for (const element of all(`.match[data-person="${view.other.id}"]`)) {
      const form = element.querySelector(".begin form");
      const subject = about.kind === form?.elements.about.value ? String(about[about.kind]) : null;
      if (isNew && subject !== null && subject === form.elements.subject.value && !inUse(element)) {
        const list = element.parentElement;
        element.remove();
        settleList(list);
      }
    }
    sayArrivals();
    watch();
  }

  function fitsShow(list, view) {
    const over = ["completed", "declined", "cancelled"].includes(view.status);
    return { received: view.side === "responder", sent: view.side === "initiator", over, open: !over }[list.dataset.show] ?? true;
  }

  // Activity. Of what was unseen at the load only the count is known, of what came since the ids.
  let unseenBefore = countOf("unseen");
  const unseenSince = new Set();
  function showUnseen() {
    const unseen = unseenBefore + unseenSince.size;
    showCount("unseen", unseen);
    for (const form of all("[data-mark-all]")) form.hidden = unseen === 0;
  }

  // What a page shows to somebody is seen: where a notice leads, and on the page of activity all, which still look new there.
  const activity = one(".days [data-live]");
  function see() {
    if (document.visibilityState !== "visible" || !countOf("unseen")) return;
    hub.do({ notices: activity ? { seen: { upto: Number(one("[data-mark-all]").elements.upto.value) } } : { opened: { path: location.pathname } } }).catch(() => {});
  }
  page.onOnline(see);
  addEventListener("visibilitychange", see);

  // Too many to be named: all up to one.
  function takeSeen({ upto, ids = [...unseenSince].filter((id) => id <= upto) }) {
    if (upto) unseenBefore = 0;
    for (const id of ids) {
      if (!unseenSince.delete(id) && unseenBefore) unseenBefore--;
      if (!activity) one(`[data-notice="${id}"]`)?.classList.remove("is-new");
    }
    showUnseen();
  }

  function takeNotice(view) {
    if (!view.seen) unseenSince.add(view.id);
    showUnseen();
    for (const form of all("[data-mark-all]")) form.elements.upto.value = Math.max(view.id, form.elements.upto.value);
    if (!one(`[data-notice="${view.id}"]`)) {
      for (const list of all('[data-live="notices"]')) {
        const row = clone("t-notice");
        row.dataset.notice = view.id;
        link(row, "link", view.words, view.path);
        slot(row, "when").replaceChildren(time(view.at));
        if (view.by) slot(row, "face").src = path(view.by.portrait);
        for (const [name, address] of [["stop", view.search && `/my/searches/${view.search}/tell`], ["renew", view.renew && `/my/asks/${view.renew}/renew`]]) {
          if (address) slot(row, name).setAttribute("action", address);
          else slot(row, name).remove();
        }
        row.classList.toggle("is-new", !view.seen);
        row.classList.add("is-arriving");
        list.prepend(row);
        settleList(list);
      }
      toast(view.words, { address: view.path });
    }
    see();
  }

  // An ask's standing, and what its posting did.
  function takeAsk(view) {
    for (const at of all(`[data-ask="${view.id}"] [data-ask-status]`)) {
      at.textContent = askState(view);
      at.classList.toggle("is-quiet", view.status !== "open");
    }
  }

  function takeLooked({ post, told, listed, tools }) {
    const [[kind, id]] = Object.entries(post);
    const line = one(`[data-after][data-post-${kind}="${id}"] [data-after-line]`);
    if (!line) return;
    const nobody = kind === "offer" ? t("nobody-asks") : tools > 0 ? t("nobody-fits-tools") : t("nobody-fits");
    line.textContent = told > 0 ? t("told", { n: told }) : listed > 0 ? t("nobody-told") : nobody;
  }

  // Messages outside of their thread: counts, and the row in the list.
  const openThread = Number(one("[data-thread]")?.dataset.thread ?? 0);
  const looksAt = (conversation) => conversation === openThread && document.visibilityState === "visible";

  function lastWords(message, own) {
    if ((message.deleted_at ?? null) !== null) return t("last-deleted");
    if (message.hidden && !own) return t("last-hidden");
    const words = message.body.slice(0, 80);
    return own ? t("last-own", { words }) : words;
  }

  function takeMessage(message) {
    const list = one('[data-live="conversations"]');
    const row = one(`a[data-conversation="${message.conversation}"]`);
    const own = message.by === page.me;
    if (row) {
      if (message.no <= Number(row.dataset.no)) return;
      row.dataset.no = message.no;
      say(row, "last", lastWords(message, own));
      if (own) takeDraft({ conversation: message.conversation, body: "" });
      slot(row, "when").replaceChildren(time(message.sent_at));
      list.prepend(row.parentElement);
    } else if (list) refreshList(list);
    // What begins something has a notice that says more.
    if (own || message.begins || message.conversation === openThread) return;
    // A row here knows whether it is muted; else it is asked for, once for all.
    if (row) sayNew(message.conversation, row.hasAttribute("data-muted"));
    else if (asking.push(message.conversation) === 1) setTimeout(askWhichAreMuted, 150);
  }

  const asking = [];
  async function askWhichAreMuted() {
    const answer = await fetch("/api/v1/unread", { headers: { accept: "application/json" } }).catch(() => null);
    const waiting = answer?.ok ? (await answer.json()).conversations : [];
    const muted = new Set(waiting.filter((c) => c.muted).map((c) => c.conversation));
    for (const conversation of new Set(asking.splice(0))) sayNew(conversation, muted.has(conversation));
  }

  function sayNew(conversation, muted) {
    if (!muted) toast(t("new-message"), { address: `/messages/${conversation}#new`, mark: "✉" });
  }

  /** A message was changed: its words may stand in the list. */
  function takeChange(message) {
    const row = one(`a[data-conversation="${message.conversation}"]`);
    if (row && message.no === Number(row.dataset.no)) say(row, "last", lastWords(message, message.by === page.me));
  }

  const isArchived = (c) => (c.archived_no ?? null) !== null && ((c.muted_at ?? null) !== null || c.message_no <= c.archived_no);

  /** Muted or archived on this screen or another one. */
  function takeRow(c) {
    const muted = (c.muted_at ?? null) !== null;
    const row = one(`a[data-conversation="${c.id}"]`);
    const list = one('[data-live="conversations"], [data-live="archived"]');
    const belongs = list && (list.dataset.live === "archived") === isArchived(c);
    if (row && list && !belongs) row.parentElement.remove();
    else if (!row && belongs && list.dataset.live === "conversations") refreshList(list);
    if (row) {
      row.classList.toggle("is-muted", muted);
      row.toggleAttribute("data-muted", muted);
      slot(row, "muted").hidden = !muted;
    }
  }

  /** What is typed on another screen and not sent. */
  function takeDraft({ conversation, body }) {
    const row = one(`a[data-conversation="${conversation}"]`);
    if (!row) return;
    const shown = body !== "" && conversation !== openThread;
    slot(row, "draft").hidden = !shown;
    slot(row, "last").hidden = shown;
    say(row, "draft-words", body.slice(0, 80));
  }

  // Unread, as all pages of this browser count it. What comes in where one looks is read in a moment.
  let counting = 0;
  page.onCounts(({ total, of }) => {
    clearTimeout(counting);
    const more = looksAt(openThread) && total > countOf("unread");
    counting = setTimeout(() => showCounts(total, of), more ? 600 : 0);
  });
  function showCounts(total, of) {
    for (const badge of all("[data-unread-of]")) {
      const number = of[badge.dataset.unreadOf] ?? 0;
      badge.hidden = number === 0;
      badge.querySelector("[data-number]").textContent = number;
    }
    showCount("unread", total);
  }

  async function refreshList(list) {
    try {
      const page = new DOMParser().parseFromString(await (await fetch("/messages", { headers: { accept: "text/html" } })).text(), "text/html");
      const fresh = page.querySelector('[data-live="conversations"]');
      if (fresh) list.replaceChildren(...[...fresh.children].map((row) => document.importNode(row, true)));
      watch();
    } catch {
      // The next page shows it.
    }
  }

  // A room in the list has come to a new message.
  function takeHead({ room, message_no }) {
    const row = one(`[data-room-row="${room}"]`);
    const badge = one(`[data-room-unread="${room}"]`);
    if (!badge || row.dataset.read === "") return;
    const unread = Math.max(0, message_no - Number(row.dataset.read));
    badge.hidden = unread === 0;
    badge.querySelector("[data-number]").textContent = unread;
  }

  // Who is here, for everybody this page shows.
  function watch() {
    const people = [...new Set(all("[data-here]").map((dot) => Number(dot.dataset.here)))].filter((id) => id > 0 && id !== page.me);
    hub.watch(openThread ? [openThread] : [], people.slice(0, 100));
  }

  page.onWhisper((whisper) => whisper.what === "room_head" && takeHead(whisper));

  page.onEvent((event, view) => {
    const [[feature, what]] = Object.entries(event);
    const [[happened, fact]] = typeof what === "string" ? [[what, {}]] : Object.entries(what);
    if (view.match) takeMatch(view.match, feature === "matches" && happened);
    else if (feature === "matches" && ["told", "updated", "restored"].includes(happened)) dropMatch(fact.id);
    if (view.connection) takeConnection(view.connection, feature === "connections" && happened === "opened", fact.from);
    if (view.notice) takeNotice(view.notice);
    if (view.ask) takeAsk(view.ask);
    if (view.message && happened === "sent") takeMessage(view.message);
    else if (view.message) takeChange(view.message);
    if (view.conversation) takeRow(view.conversation);
    if (view.draft) takeDraft(view.draft);
    if (view.times) import("./times.js").then((times) => times.showTimes(fact.conversation));
    if (view.points) toast(view.points.words.replace(/^\+\d+\s*·\s*/, ""), { mark: feature === "points" ? `+${fact.amount}` : "" });
    switch (`${feature}.${happened}`) {
      case "points.awarded": setPoints(fact.total); break;
      case "matches.withdrawn": case "matches.dismissed": dropMatch(fact.id); break;
      case "matches.looked": takeLooked(fact); break;
      case "messaging.read":
        if (fact.by !== page.me) break;
        for (const row of all(`[data-room-row="${fact.conversation}"]`)) {
          row.dataset.read = fact.upto;
          takeHead({ room: fact.conversation, message_no: fact.upto });
        }
        break;
      case "notices.seen": case "notices.seen_these": takeSeen(fact); break;
      default:
    }
  });

  // Buttons go over the socket while it is up; otherwise the form goes its own way.
  async function wish(form, command, then) {
    try {
      const answer = await hub.do(command, { id: form.elements.command.value });
      forget(form);
      then?.(answer);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      toast(error.message);
      // What is mended goes out as a new command.
      form.elements.command.value = freshId();
      release(form);
    }
  }

  addEventListener("submit", (event) => {
    const form = event.target;
    if (!hub.online || event.defaultPrevented) return;
    if (form.matches("[data-dismiss]")) {
      event.preventDefault();
      const card = form.closest("[data-match]");
      const id = Number(card.dataset.match);
      wish(form, { matches: { dismiss: { id } } }, () => {
        const next = card.nextElementSibling ?? card.previousElementSibling;
        const had = card.contains(document.activeElement);
        const section = card.closest("section");
        dropMatch(id, true);
        if (!had) return;
        // After the last one it is the head of what they stood under.
        const head = (section?.offsetParent && section.querySelector("h2")) || one("h1");
        if (!next) head.tabIndex = -1;
        (next?.querySelector("a, summary") ?? head).focus({ preventScroll: true });
      });
    } else if (form.matches("[data-steps]") && event.submitter?.value && !event.submitter.dataset.step) {
      event.preventDefault();
      const id = Number(form.closest("[data-connection]").dataset.connection);
      stepped = id;
      wish(form, { connections: { move: { id, step: event.submitter.value } } });
    } else if (form.matches(".begin form")) {
      event.preventDefault();
      const about = form.elements.about.value;
      const subject = about === "direct" ? "direct" : { [about]: Number(form.elements.subject.value) };
      const open = { to: Number(form.elements.to.value), about: subject, message: form.elements.message.value };
      wish(form, { connections: { open } }, (answer) => location.assign(`/messages/${answer.connection.conversation}#now-${answer.connection.id}`));
    }
  });

  setInterval(() => {
    for (const at of all("time[data-at]")) {
      const words = ago(Number(at.dataset.at));
      if (words !== null && Number(at.dataset.at) <= Date.now()) at.textContent = words;
    }
  }, 30000);

  startPlaces(page, { wish, toast, settleList });

  watch();
  return { watch, toast };
}
