// The middle of the client: one line to the hub for all pages of a member in this browser. It runs in a SharedWorker, in
// the page that leads where there is none, or in each page for itself; carriers.js knows which.
//
//   pages ──attach, do, write, read, watch──▶ Switchboard ──▶ Line ──▶ hub
//         ◀──event, counts, outbox, status──       │
//                                             Outbox, Counts ──▶ Store (IndexedDB)
//
// A page says up to which number it was rendered; what it has missed since is said from the last events, or by the hub.

import { Counts } from "./counts.js";
import { freshId } from "./ids.js";
import { Line, world } from "./line.js";
import { Logs } from "./logs.js";
import { Outbox } from "./outbox.js";

const LAST_EVENTS = 500; // kept for pages that come later
const REPLAYED = 900; // further back the hub says `reload`; the page is told at once
const LARGEST_FRAME = 32 * 1024; // the hub reads no larger one, and closes the line
const WATCHED = 50; // conversations, and people, that the hub watches for one line
const DELIVER_AFTER = 1000;
const SETTLE_WITHIN = 1000; // after coming back the counts are asked for, spread over this long
const SAY_USED_EVERY = 60_000; // while somebody uses one of the pages
const ASK_AFTER = 150; // whether what comes in is muted is asked once for all that comes together

// What the hub has not refused has no words of the hub: the page says it in its language (words.js).
const tooLarge = { kind: "too_large", code: "page.too_large" };
const notTaken = { kind: "invalid", code: "page.not_taken" };
const sizeOf = (frame) => new TextEncoder().encode(JSON.stringify(frame)).length;

/** What a switchboard needs of the browser; tests put another one in its place. */
export const browser = {
  ...world,
  /** Alone among all switchboards of this browser, where that can be had; ids make the rest harmless. */
  alone: (name, f) => (globalThis.navigator?.locks ? navigator.locks.request(name, f) : f()),
  /** [{conversation, head, read, muted}, …] where something waits, or null. */
  async waiting() {
    const answer = await fetch("/api/v1/unread", { headers: { accept: "application/json" } }).catch(() => null);
    if (!answer?.ok) return null;
    return (await answer.json()).conversations.map((c) => ({ conversation: c.conversation, head: c.message_no, read: c.read_no, muted: c.muted ?? false }));
  },
};

export class Switchboard {
  #member;
  #epoch;
  #url;
  #store;
  #world;
  #line = null;
  #pages = new Map(); // port → what is known of the page
  #last = []; // the last events, {event, view, no}
  #from = null; // the number before the first of them
  #counts = new Counts();
  #counted = false; // whether the hub has told how much waits; until then pages show what they were rendered with
  #outbox = new Outbox();
  #wishes = new Map();
  #standing = new Map(); // what is said again on each line
  #logs = new Logs((frame) => this.#line.say(frame));
  #here = new Map(); // who is here, as last heard
  #seen = new Map(); // and when they were, who are not
  #heads = new Map(); // rooms that came to a new message, as last heard
  #saidUsed = null; // when the hub was told that one of the pages is used; null: that none is
  #delivering = new Map();
  #settling;
  #saving = null;
  #unsaved = false;
  #flushing = false;
  #flushed = null;
  #due;
  #paused = false;
  #loaded;

  constructor({ member, epoch, url, store, world: around = browser, onOver = () => {} }) {
    this.#member = member;
    this.#epoch = epoch;
    this.#url = url;
    this.#store = store;
    this.#world = around;
    this.onOver = onOver;
    this.#loaded = this.#load();
  }

  get pages() {
    return this.#pages.size;
  }

  /** What was left by whoever was here before. */
  async #load() {
    const kept = await this.#store.load().catch(() => ({ letters: [], conversations: [], cursor: null }));
    this.#outbox.agree(kept.letters);
    // Numbers of another store mean nothing.
    if (kept.cursor?.epoch === this.#epoch) this.#counts.learn(kept.conversations);
  }

  /** A page says something. `port.post(message)` is its ear. */
  async hear(port, message) {
    await this.#loaded;
    const page = this.#pages.get(port);
    if (message.type === "attach") this.#attach(port, message);
    else if (page) this.#heard(port, page, message);
  }

  /** A page is gone. What it wished goes on. */
  leave(port) {
    if (!this.#pages.delete(port) || !this.#line) return;
    this.#looked();
    this.#watch();
    this.#unused();
    this.#logs.keep(new Set([...this.#pages.values()].flatMap((page) => [...page.rooms])));
  }

  /** The browser says that there is a network, or none. */
  plugged(plugged) {
    if (plugged) this.#line?.now();
    else this.#line?.unplugged();
  }

  end() {
    this.#line?.end();
    this.#store.close();
  }

  // Pages.

  #attach(port, { cursor, visible, idle = false, letters }) {
    this.#pages.set(port, { visible, idle, conversations: [], people: [], rooms: new Set() });
    const first = this.#line === null;
    if (first) this.#begin(cursor);
    port.post({ type: "attached", cursor: this.#line.cursor });
    port.post({ type: "status", status: this.#line.status });
    if (!first) this.#catchUp(port, cursor);
    this.#paused = false; // A page of this member is open: nobody has left.
    for (const letter of letters) this.#write(port, letter);
    // What was whispered while the page was on its way here.
    for (const whisper of this.#heads.values()) port.post({ type: "whisper", whisper });
    if (visible && !idle) this.#used();
    this.#looked();
    this.#tellCounts();
    this.#tellOutbox();
    this.#pump();
  }

  #begin(cursor) {
    this.#from = cursor?.inbox ?? null;
    this.#line = new Line({ url: this.#url, member: this.#member, cursor, world: this.#world }, {
      event: (event, view, no) => this.#event(event, view, no),
      whisper: (whisper) => this.#whisper(whisper),
      answer: (frame) => this.#answer(frame),
      reload: (to) => this.#reload(to),
      room: (frame) => this.#room(frame),
      open: () => this.#open(),
      lost: () => this.#lost(),
      unanswered: () => this.#unanswered(),
      tooMuch: () => this.#giveUpLargest(),
      status: (status, about) => this.#status(status, about),
    });
  }

  /** What this page has not shown yet, from the last events or from the hub. */
  #catchUp(port, cursor) {
    const at = this.#line.cursor;
    if (!cursor || !at) return;
    if (cursor.epoch !== at.epoch || at.inbox - cursor.inbox > REPLAYED) port.post({ type: "reload", cursor: at });
    else if (cursor.inbox < this.#from) {
      this.#last = [];
      this.#from = cursor.inbox;
      this.#line.rewind(cursor.inbox);
    } else for (const event of this.#last) if (event.no > cursor.inbox) port.post({ type: "event", ...event });
  }

  #heard(port, page, message) {
    switch (message.type) {
      case "visible":
        page.visible = message.visible;
        this.#looked();
        port.post({ type: "here" });
        break;
      case "network":
        this.plugged(message.online);
        break;
      case "do":
        this.#do(port, message);
        break;
      case "write":
        this.#write(port, message.letter);
        this.#tellOutbox();
        this.#pump();
        break;
      case "again":
        this.#again(port, message.id, message.next);
        break;
      case "away":
        this.#takeBack(message.id);
        this.#tellOutbox();
        break;
      case "read":
        this.#read(message.conversation, message.upto);
        break;
      case "used":
        page.idle = false;
        this.#used();
        break;
      case "idle":
        page.idle = true;
        this.#unused();
        break;
      case "typing":
        this.#line.say({ type: "whisper", whisper: { what: "typing", conversation: message.conversation } });
        break;
      case "watch":
        Object.assign(page, { conversations: message.conversations, people: message.people });
        this.#watch();
        for (const known of [this.#here, this.#seen]) {
          for (const person of page.people) if (known.has(person)) port.post({ type: "whisper", whisper: known.get(person) });
        }
        break;
      case "room":
        page.rooms.add(message.room);
        this.#logs.show(message.room, message.logNo, this.#epoch);
        break;
      case "pause":
        this.#paused = message.paused;
        this.#pump();
        break;
      default: // A page of another build; it has a switchboard of its own.
    }
  }

  #tell(message) {
    for (const port of this.#pages.keys()) port.post(message);
  }

  #looked() {
    this.#line.look([...this.#pages.values()].some((page) => page.visible));
  }

  // Wishes: what is answered and then gone. They survive a lost line, not a closed browser.

  /** `latest`: only the newest of that name is worth sending (cursors). */
  #do(port, { id, command, latest }) {
    const frame = { type: "do", id, command };
    if (sizeOf(frame) > LARGEST_FRAME) {
      port?.post({ type: "refused", id, refusal: tooLarge });
      return;
    }
    if (latest) for (const [old, wish] of this.#wishes) if (wish.latest === latest) this.#wishes.delete(old);
    const known = this.#wishes.get(id);
    if (known) known.port = port; // A page that lost sight of us says it again.
    else {
      this.#wishes.set(id, { frame, latest, port, since: null });
      this.#send(this.#wishes.get(id));
    }
  }

  #send(wish) {
    if (this.#line.say(wish.frame)) wish.since = this.#world.now();
  }

  #answer({ type, id, answer, refusal: no }) {
    const wish = this.#wishes.get(id);
    if (wish) {
      this.#wishes.delete(id);
      wish.port?.post(type === "done" ? { type, id, answer } : { type, id, refusal: no });
    } else if (type === "done") this.#stored(id, answer);
    else this.#refused(id, no);
  }

  #unanswered() {
    const times = [...this.#wishes.values()].flatMap((wish) => wish.since ?? []);
    const letters = this.#outbox.unanswered();
    if (letters !== null) times.push(letters);
    return times.length ? Math.min(...times) : null;
  }

  /** The hub would not read something that was under way: the largest of it is refused, the rest goes out again. */
  #giveUpLargest() {
    const wishes = [...this.#wishes.values()].filter((wish) => wish.since !== null).map((wish) => wish.frame);
    const letters = this.#outbox.letters.filter((l) => l.state === "under way").map(({ id, command }) => ({ type: "do", id, command }));
    const largest = [...wishes, ...letters].sort((a, b) => sizeOf(b) - sizeOf(a))[0];
    if (!largest) return false;
    this.#answer({ type: "refused", id: largest.id, refusal: notTaken });
    return true;
  }

  // The outbox.

  #write(port, { id, command, conversation, at }) {
    const letter = this.#outbox.put({ id, command, conversation, at });
    if (!letter) {
      if (!this.#outbox.find(id)) port.post({ type: "kept", id, durable: true }); // settled before
      return;
    }
    if (sizeOf({ type: "do", id, command }) > LARGEST_FRAME) Object.assign(letter, { state: "refused", refusal: tooLarge });
    this.#keep(port, letter);
  }

  async #keep(port, letter) {
    letter.keeping = this.#store.keep(letter).then(
      (seq) => (letter.seq = seq),
      () => undefined, // Kept in memory only; the page keeps it, too.
    );
    await letter.keeping;
    port?.post({ type: "kept", id: letter.id, durable: letter.seq !== undefined });
  }

  /** Off the disk, once it is on it. */
  async #forget(letter) {
    await letter.keeping;
    if (letter.seq !== undefined) await this.#store.drop(letter.seq).catch(() => {});
  }

  #stored(id, answer) {
    const letter = this.#outbox.find(id);
    if (!letter) return;
    this.#outbox.done(id);
    this.#forget(letter);
    if (answer.message) this.#sent(answer.message.conversation, answer.message.no, true);
    this.#tell({ type: "stored", id, answer });
    this.#tellOutbox();
    this.#pump();
  }

  async #refused(id, no) {
    const letter = this.#outbox.find(id);
    const verdict = this.#outbox.refused(id, no, this.#world.now());
    if (verdict === "unknown") return;
    this.#tellOutbox();
    this.#pump();
    if (verdict === "later") return;
    await letter.keeping;
    if (letter.seq !== undefined && this.#outbox.find(id)) await this.#store.aside(letter.seq, letter).catch(() => {});
  }

  /** A refusal was an answer: the next try is a new command. */
  #again(port, id, next) {
    const letter = this.#takeBack(id);
    if (letter) this.#write(port, { ...letter, id: next });
    this.#tellOutbox();
    this.#pump();
  }

  #takeBack(id) {
    const letter = this.#outbox.takeBack(id);
    if (letter) this.#forget(letter);
    return letter;
  }

  #tellOutbox() {
    const letters = this.#outbox.letters.map(({ id, conversation, command, at, state, refusal: why }) => ({ id, conversation, command, at, state, refusal: why }));
    this.#tell({ type: "outbox", letters, durable: this.#store.durable });
  }

  /**
   * Sends what waits, while no other switchboard of this browser does (another build's, another page's). Under the lock
   * what is kept is read again, since the one before may have sent some of it.
   */
  async #flush() {
    if (this.#flushing || !this.#mayFlush()) return;
    this.#flushing = true;
    const session = this.#line.session;
    try {
      await this.#world.alone(`collective-outbox-${this.#member}`, async () => {
        await this.#agree();
        if (session !== this.#line.session) return; // Another line stands, or none: it has a flush of its own.
        await new Promise((resolve) => {
          this.#flushed = resolve;
          this.#pump();
        });
      });
    } finally {
      this.#flushing = false;
    }
    this.#flush(); // What was written while the lock was given back.
  }

  #mayFlush() {
    return !this.#paused && this.#line?.ready && !this.#outbox.quiet;
  }

  /** While the lock is ours: whatever may go, goes. */
  #pump() {
    if (!this.#flushed) {
      this.#flush();
      return;
    }
    this.#world.clearTimeout(this.#due);
    if (!this.#mayFlush()) {
      this.#giveBack();
      return;
    }
    const session = this.#line.session;
    for (let letter; (letter = this.#outbox.next(session, this.#world.now())); ) {
      this.#line.say({ type: "do", id: letter.id, command: letter.command });
    }
    this.#tellOutbox();
    const due = this.#outbox.due();
    if (due !== null) this.#due = this.#world.setTimeout(() => session === this.#line.session && this.#pump(), Math.max(0, due - this.#world.now()));
  }

  /** Another may flush. */
  #giveBack() {
    const flushed = this.#flushed;
    this.#flushed = null;
    flushed?.();
  }

  /** What other switchboards of this browser have kept or sent. */
  async #agree() {
    const kept = await this.#store.letters().catch(() => null);
    if (!kept) return;
    this.#outbox.agree(kept);
    this.#tellOutbox();
  }

  // The line.

  #open() {
    for (const frame of this.#standing.values()) this.#line.say(frame);
    this.#saidUsed = this.#world.now(); // A new line counts as used.
    this.#unused();
    this.#logs.openAll(this.#epoch);
    for (const wish of this.#wishes.values()) this.#send(wish);
    this.#agree().then(() => this.#pump());
    this.#settleCounts();
  }

  #lost() {
    for (const wish of this.#wishes.values()) wish.since = null;
    this.#outbox.lost(this.#line?.session ?? 0);
    this.#here.clear();
    this.#seen.clear();
    this.#giveBack();
    this.#tellOutbox();
  }

  #status(status, about) {
    this.#tell({ type: "status", status, about });
    if (status === "over") this.onOver();
  }

  #reload(cursor) {
    this.#last = [];
    this.#from = cursor.inbox;
    this.#epoch = cursor.epoch;
    this.#heads.clear();
    this.#counts.clear();
    this.#counted = false;
    this.#save(true);
    this.#tell({ type: "reload", cursor });
    this.#settleCounts();
  }

  #event(event, view, no) {
    if (typeof no === "number") {
      this.#last.push({ event, view, no });
      if (this.#last.length > LAST_EVENTS) this.#from = this.#last.shift().no;
    }
    this.#logs.heard(event);
    this.#tell({ type: "event", event, view, no });
    const { sent, read, muted } = event.messaging ?? {};
    // A room has no reader by name: it counts in its list, and in no sum.
    if (sent?.to.length) this.#sent(sent.conversation, sent.no, sent.by === this.#member);
    if (read?.by === this.#member) this.#counts.read(read.conversation, read.upto);
    if (muted) this.#counts.mute(muted.conversation, muted.muted);
    if (sent || read || muted) this.#tellCounts();
    if (typeof no === "number") this.#save();
  }

  /** How a room stands, that pages show by its log. */
  #room({ type, room, log_no: logNo, reload, refusal: no }) {
    if (type === "room_opened" && reload) {
      this.#logs.moved(room, logNo);
      this.#tell({ type: "room reload", room, logNo });
    } else if (type === "room_closed" && no.retry_after_ms) {
      this.#world.setTimeout(() => this.#logs.again(room, this.#epoch), no.retry_after_ms);
    } else if (type === "room_closed" && this.#logs.drop(room)) this.#tell({ type: "room closed", room, refusal: no });
  }

  #whisper(whisper) {
    if (["here", "away", "unsure"].includes(whisper.what)) {
      this.#here.set(whisper.user, whisper);
      this.#seen.delete(whisper.user);
    } else if (whisper.what === "seen") this.#seen.set(whisper.user, whisper);
    else if (whisper.what === "room_head") this.#heads.set(whisper.room, whisper);
    this.#tell({ type: "whisper", whisper });
  }

  /** Said now, and again on each new line. */
  #say(name, frame) {
    this.#standing.set(name, frame);
    this.#line.say(frame);
  }

  /** What all pages show together; those that are looked at first. */
  #watch() {
    const pages = [...this.#pages.values()].sort((a, b) => b.visible - a.visible);
    const all = (what) => [...new Set(pages.flatMap((page) => page[what]))].slice(0, WATCHED);
    const whisper = { what: "watch", conversations: all("conversations"), people: all("people") };
    if (JSON.stringify(this.#standing.get("watch")?.whisper) === JSON.stringify(whisper)) return;
    for (const known of [this.#here, this.#seen]) for (const person of known.keys()) if (!whisper.people.includes(person)) known.delete(person);
    this.#say("watch", { type: "whisper", whisper });
  }

  /** Somebody uses one of the pages. */
  #used() {
    const now = this.#world.now();
    if (this.#saidUsed !== null && now - this.#saidUsed < SAY_USED_EVERY) return;
    if (this.#line.say({ type: "whisper", whisper: { what: "active" } })) this.#saidUsed = now;
  }

  /** Nobody uses this page any more, nor perhaps any. */
  #unused() {
    const pages = [...this.#pages.values()];
    if (this.#saidUsed === null || !pages.length || pages.some((page) => !page.idle)) return; // From page to page nobody is idle.
    if (this.#line.say({ type: "whisper", whisper: { what: "idle" } })) this.#saidUsed = null;
  }

  // Counts.

  #sent(conversation, no, own) {
    this.#counts.sent(conversation, no, own);
    if (own) return;
    this.#deliver(conversation, no);
    if (this.#counted && !this.#counts.knows(conversation)) this.#settleCounts(ASK_AFTER);
  }

  #read(conversation, upto) {
    this.#counts.read(conversation, upto);
    this.#tellCounts();
    this.#save();
    this.#do(null, { id: freshId(), command: { messaging: { read: { conversation, upto } } }, latest: `read-${conversation}` });
  }

  /** It has reached this browser; what is read meanwhile has been delivered. */
  #deliver(conversation, no) {
    if (!this.#delivering.has(conversation)) {
      this.#world.setTimeout(() => {
        const upto = this.#delivering.get(conversation);
        this.#delivering.delete(conversation);
        if (!this.#counts.unread(conversation)) return;
        const command = { messaging: { deliver: { conversation, upto } } };
        this.#do(null, { id: freshId(), command, latest: `deliver-${conversation}` });
      }, DELIVER_AFTER);
    }
    this.#delivering.set(conversation, no);
  }

  /** How much waits, and what was read on another device while no line stood: that is in no inbox, so it is asked for. */
  #settleCounts(after = this.#counted ? this.#world.random() * SETTLE_WITHIN : 0) {
    const session = this.#line.session;
    this.#world.clearTimeout(this.#settling);
    this.#settling = this.#world.setTimeout(async () => {
      if (session !== this.#line.session || !this.#line.ready) return;
      const then = this.#counts.heads();
      const waiting = await this.#world.waiting();
      if (!waiting || session !== this.#line.session) return;
      this.#counts.settle(waiting, then);
      this.#counted = true;
      this.#tellCounts();
      this.#save();
    }, after);
  }

  #tellCounts() {
    if (this.#counted) this.#tell({ type: "counts", ...this.#counts.shown() });
  }

  /** One transaction at a time; what changes meanwhile is in the next. */
  #save(anew = false) {
    this.#unsaved = { anew: anew || this.#unsaved?.anew };
    this.#saving ??= this.#saveAll().finally(() => (this.#saving = null));
  }

  async #saveAll() {
    while (this.#unsaved) {
      const { anew } = this.#unsaved;
      this.#unsaved = false;
      const cursor = this.#line.cursor;
      if (cursor) await this.#store.save(cursor, this.#counts.changes(), anew).catch(() => {}); // It is a copy of what the hub has.
      else await null;
    }
  }
}
