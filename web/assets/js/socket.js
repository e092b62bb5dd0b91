// A page's end of the client: what it wishes, writes, shows and hears. Wherever the line to the hub is held (carriers.js),
// a page sees the same, and loses nothing when that changes: what is not answered is said again under its id.

import { alone, byLeader, byWorker } from "./carriers.js";
import { freshId } from "./ids.js";
import { lineOf } from "./logs.js";
import { letterSlots } from "./store.js";
import { wordsOf } from "./words.js";

const ANSWERS_WITHIN = 4000; // a switchboard that doesn't answer a page within this is asleep or gone

export { freshId };

/** What a refused command rejects with. */
export class Refused extends Error {
  constructor(refusal) {
    super(wordsOf(refusal));
    this.refusal = refusal;
  }
}

export class Hub {
  #who;
  #cursor;
  #slots;
  #ways;
  #chosen = 0; // which of them
  #carrier = null;
  #heard = 0; // when the switchboard was heard last
  #pending = new Map();
  #unkept = new Map(); // letters that are not known to be on disk
  #read = new Map(); // how far each conversation was read on this page
  #watching = null;
  #idle = false;
  #lives;
  #rooms = new Map(); // each room this page shows, with the last number of its log that it has shown
  #checking = 0;
  status = "connecting";
  /** What is written and not settled: [{id, conversation, command, at, state, refusal}, …], the oldest first. */
  letters = [];
  /** Whether it outlives this browser's windows. */
  durable = true;
  counts = { total: 0, of: {}, muted: {} };

  /**
   * `cursor` is where the inbox stood when the page was rendered. `on`:
   *   event(event, view, no)   whisper(whisper)   status(status, about)   reload()
   *   outbox(letters)   stored(id, answer)   counts({total, of, muted})   roomClosed(room, refusal)
   */
  constructor({ member, url, cursor }, on, ways = [byWorker, byLeader, alone]) {
    this.#who = { member, url, epoch: cursor?.epoch ?? 0, page: freshId() };
    this.#cursor = cursor;
    this.#slots = letterSlots(member);
    this.#ways = ways;
    this.on = on;
    addEventListener("online", () => this.#post({ type: "network", online: true }));
    addEventListener("offline", () => this.#post({ type: "network", online: false }));
    document.addEventListener("visibilitychange", () => this.#visible());
    addEventListener("pagehide", () => this.#sleep());
    addEventListener("pageshow", (event) => event.persisted && this.#reach());
    // While this page lives it holds a lock of its own, so that whoever serves it learns of its end.
    this.#lives = new Promise((lives) => {
      if (navigator.locks) navigator.locks.request(this.#who.page, () => new Promise(() => lives()));
      else lives();
    });
    this.#reach();
  }

  get online() {
    return this.status === "online";
  }

  /** worker, leader or alone. */
  get way() {
    return this.#carrier?.way ?? "none";
  }

  /**
   * A wish; resolves with its answer after commit, rejects with Refused. It survives a lost line.
   * `latest`: only the newest of that name is worth sending again.
   */
  do(command, { id = freshId(), latest } = {}) {
    return new Promise((resolve, reject) => {
      const message = { type: "do", id, command, latest };
      this.#pending.set(id, { message, resolve, reject });
      this.#post(message);
    });
  }

  /** Something for the outbox: it is kept until the hub has it, also when this browser is closed meanwhile. */
  write(conversation, command, id = freshId()) {
    const letter = { id, conversation, command, at: Date.now() };
    this.#unkept.set(id, letter);
    this.#slots.put(letter);
    this.#post({ type: "write", letter });
    return id;
  }

  /** What was refused goes out again; its new id is given back. */
  again(id) {
    const next = freshId();
    this.#post({ type: "again", id, next });
    return next;
  }

  /** What was refused is thrown away. */
  throwAway(id) {
    this.#forget(id);
    this.#post({ type: "away", id });
  }

  /** Whoever is leaving takes back what has not gone out: nothing more goes, until it turns out that they stay. */
  pause(paused) {
    this.#post({ type: "pause", paused });
  }

  /** Everything there up to this message has been on a screen that was looked at. */
  read(conversation, upto) {
    this.#read.set(conversation, upto);
    this.#post({ type: "read", conversation, upto });
  }

  typing(conversation) {
    this.#post({ type: "typing", conversation });
  }

  /** Whether this page is used: `true` as often as it is, `false` once. */
  used(used) {
    this.#idle = !used;
    this.#post({ type: used ? "used" : "idle" });
  }

  /** What this screen shows; replaces the last list. */
  watch(conversations, people) {
    const watching = { type: "watch", conversations, people };
    if (JSON.stringify(watching) === JSON.stringify(this.#watching)) return;
    this.#watching = watching;
    this.#post(watching);
  }

  /** This page shows a room, up to this number of its log; from there on it hears of everything in it. */
  openRoom(room, logNo) {
    this.#rooms.set(room, logNo);
    this.#post({ type: "room", room, logNo });
  }

  // The way to the switchboard.

  #reach() {
    let here = null;
    const on = {
      hear: (message) => here === this.#carrier && this.#hear(message),
      attach: () => queueMicrotask(() => here === this.#carrier && this.#attach()),
      failed: () => here === this.#carrier && this.#nextWay(),
    };
    this.#carrier = null;
    for (this.#chosen = 0; this.#chosen < this.#ways.length; this.#chosen += 1) {
      try {
        here = this.#ways[this.#chosen](this.#who, on);
      } catch {
        here = null; // Forbidden here, by a setting or a policy.
      }
      if (here) break;
    }
    this.#carrier = here;
  }

  #nextWay() {
    if (this.#chosen + 1 >= this.#ways.length) return;
    this.#carrier?.close();
    this.#ways = this.#ways.slice(this.#chosen + 1);
    this.#reach();
  }

  #post(message) {
    this.#carrier?.post(message);
  }

  /** What it has not heard of before this, it hears again. */
  async #attach(carrier = this.#carrier) {
    await this.#lives;
    if (carrier !== this.#carrier) return;
    const visible = document.visibilityState === "visible";
    const letters = [...this.#slots.all(), ...this.#unkept.values()];
    this.#post({ type: "attach", cursor: this.#cursor, visible, idle: this.#idle, letters, lock: navigator.locks ? this.#who.page : null });
    if (this.#watching) this.#post(this.#watching);
    for (const [room, logNo] of this.#rooms) this.#post({ type: "room", room, logNo });
    for (const [conversation, upto] of this.#read) this.#post({ type: "read", conversation, upto });
    for (const { message } of this.#pending.values()) this.#post(message);
    this.#expect();
  }

  /** Somebody who answers pages is there, or this page looks for another way. */
  #expect() {
    const asked = performance.now();
    clearTimeout(this.#checking);
    this.#checking = setTimeout(() => {
      if (this.#heard >= asked || document.visibilityState !== "visible") return;
      if (this.#carrier?.takeOver) this.#carrier.takeOver();
      else this.#nextWay();
    }, ANSWERS_WITHIN);
  }

  #visible() {
    const visible = document.visibilityState === "visible";
    this.#post({ type: "visible", visible });
    if (visible) this.#expect();
  }

  /** Gone, or kept in the browser's memory of pages: in any case not served until it is back. */
  #sleep() {
    this.#post({ type: "bye" });
    this.#carrier?.close();
    this.#carrier = null;
    clearTimeout(this.#checking);
  }

  #forget(id) {
    this.#unkept.delete(id);
    this.#slots.drop(id);
  }

  #hear(message) {
    this.#heard = performance.now();
    switch (message.type) {
      case "attached":
        this.#cursor ??= message.cursor;
        break;
      case "event": {
        const { event, view, no } = message;
        if (typeof no === "number") {
          if (no <= (this.#cursor?.inbox ?? 0)) break; // shown already
          // Moved before the callback: if showing it fails, it fails once.
          this.#cursor.inbox = no;
        } else if (!this.#isNews(event)) break;
        this.on.event?.(event, view, no);
        break;
      }
      case "whisper":
        this.on.whisper?.(message.whisper);
        break;
      case "done":
      case "refused": {
        const wish = this.#pending.get(message.id);
        this.#pending.delete(message.id);
        if (message.type === "done") wish?.resolve(message.answer);
        else wish?.reject(new Refused(message.refusal));
        break;
      }
      case "kept":
        if (message.durable) this.#forget(message.id);
        break;
      case "stored":
        this.#forget(message.id);
        this.on.stored?.(message.id, message.answer);
        break;
      case "outbox":
        this.letters = message.letters;
        this.durable = message.durable;
        this.on.outbox?.(message.letters);
        break;
      case "counts":
        this.counts = { total: message.total, of: message.of, muted: message.muted };
        this.on.counts?.(this.counts);
        break;
      case "status":
        this.status = message.status;
        this.on.status?.(message.status, message.about);
        if (message.status === "over") this.#carrier?.close();
        break;
      case "room reload":
        if (!this.#rooms.has(message.room)) break;
        this.#rooms.set(message.room, message.logNo);
        this.on.reload?.();
        break;
      case "room closed":
        if (this.#rooms.delete(message.room)) this.on.roomClosed?.(message.room, message.refusal);
        break;
      case "reload":
        this.#cursor = message.cursor;
        this.on.reload?.();
        break;
      default: // "here": it answers.
    }
  }

  /** A line of a room's log is shown once, in order. Moved before the callback, as the cursor is. */
  #isNews(event) {
    const { room, logNo } = lineOf(event) ?? {};
    if (!this.#rooms.has(room)) return true;
    if (logNo <= this.#rooms.get(room)) return false;
    this.#rooms.set(room, logNo);
    return true;
  }
}
