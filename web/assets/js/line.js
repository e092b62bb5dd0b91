// One line to the hub, speaking collective.v1.json (hub/PROTOCOL.md): it resumes by its cursor and comes back by itself,
// except where the hub says that something has to change first (4100 to 4199).
//
//   connecting ──welcome──▶ catching up ──everything missed is in──▶ online
//                              ▲                                       │ lost
//                              └────welcome──── offline ◀──────────────┘        over: it does not come back
//
// Each attempt is a session with a number of its own. Whatever an older one calls back later (a socket, a timer) finds
// that its number is not the line's any more, and does nothing.

import { comeBackIn } from "./backoff.js";

const WELCOME_WITHIN = 8000; // a handshake that takes longer leads nowhere
const ANSWER_WITHIN = 8000; // an older unanswered command means a dead line
const LOOK_EVERY = 2000;
const QUIET = 15_000; // after so long without a frame it is asked whether anybody is there,
const QUIET_UNSEEN = 60_000; // more seldom while nobody looks,
const PONG_WITHIN = 4000; // and without an answer the line is dead
const ASK_WHO_AFTER = 3; // failed tries without a welcome: perhaps we are logged out, which a handshake does not tell

/** What a line needs of the world around it; tests put another one in its place. */
export const world = {
  open: (url) => new WebSocket(url, "collective.v1.json"),
  now: () => performance.now(),
  random: () => Math.random(),
  setTimeout: (f, ms) => setTimeout(f, ms),
  clearTimeout: (timer) => clearTimeout(timer),
  setInterval: (f, ms) => setInterval(f, ms),
  clearInterval: (timer) => clearInterval(timer),
  /** The id of who is logged in, null for nobody, undefined when that can't be told. */
  async whoIsThere() {
    const answer = await fetch("/api/v1/me", { headers: { accept: "application/json" } }).catch(() => null);
    if (answer?.status === 401) return null;
    return answer?.ok ? (await answer.json()).id : undefined;
  },
};

export class Line {
  #url;
  #member;
  #world;
  #on;
  #cursor;
  #head = null;
  #session = 0;
  #socket = null;
  #welcomed = false;
  #tries = 0;
  #named;
  #timer;
  #ticking;
  #looked = true;
  #heard = 0; // when a frame came last
  #asked = null; // since when an answer to a ping is waited for
  #woke = 0; // when the line was looked after last
  status = "connecting";

  /**
   * `cursor`: {epoch, inbox}, or null to begin at the head. `on`:
   *   event(event, view, no)   whisper(whisper)   answer(frame)   reload(cursor)
   *   room(frame)  a room was opened or closed
   *   open()       the line was welcomed: what was waiting may go
   *   lost()       what was under way waits again
   *   unanswered() since when the oldest command is under way, or null
   *   tooMuch()    the hub would not read a frame: true when something was given up and it is worth coming back
   *   status(status, about)
   */
  constructor({ url, member, cursor, world: around = world }, on) {
    this.#url = url;
    this.#member = member;
    this.#cursor = cursor ? { ...cursor } : null;
    this.#world = around;
    this.#on = on;
    this.#woke = around.now();
    this.#ticking = around.setInterval(() => this.#checkLine(), LOOK_EVERY);
    this.#connect();
  }

  get cursor() {
    return this.#cursor ? { ...this.#cursor } : null;
  }

  /** Whether commands may go. */
  get ready() {
    return this.#welcomed;
  }

  /** The number of this attempt: a loop that began under another one has to end. */
  get session() {
    return this.#session;
  }

  say(frame) {
    if (!this.#welcomed) return false;
    this.#socket.send(JSON.stringify(frame));
    return true;
  }

  /** Somebody looks at a page, or nobody does. Whoever comes back to one does not wait. */
  look(looked) {
    const came = looked && !this.#looked;
    this.#looked = looked;
    if (came) this.now();
  }

  /** Tries at once, if it waits for its next try. */
  now() {
    if (this.status === "over") return;
    if (this.#socket) {
      this.#ask();
      return;
    }
    this.#tries = 0;
    this.#connect();
  }

  /** The network is gone, says the browser. */
  unplugged() {
    if (this.#socket) this.#lose();
  }

  /** A page has shown less than this line has heard: everything after `inbox` is said again. */
  rewind(inbox) {
    if (!this.#cursor || inbox >= this.#cursor.inbox) return;
    this.#cursor.inbox = inbox;
    if (this.#socket) {
      this.#leave();
      this.#say("catching up");
      this.#connect();
    }
  }

  /** For good. */
  end(about = { code: 1000, words: "" }) {
    this.#leave();
    this.#world.clearInterval(this.#ticking);
    this.#say("over", about);
  }

  #connect() {
    const session = this.#begin();
    const mine = (f) => (...args) => {
      if (session === this.#session) f(...args);
    };
    this.#head = null;
    let socket;
    try {
      socket = this.#world.open(this.#url);
    } catch {
      this.#lose(); // The browser would not even try.
      return;
    }
    this.#socket = socket;
    socket.onopen = mine(() => socket.send(JSON.stringify({ type: "hello", ...this.#cursor })));
    socket.onmessage = mine((message) => {
      let frame;
      try {
        frame = JSON.parse(message.data);
      } catch {
        return; // Not ours to understand; the next one may be.
      }
      this.#hear(frame);
    });
    socket.onclose = mine((close) => this.#closed(close));
    this.#timer = this.#world.setTimeout(mine(() => this.#lose()), WELCOME_WITHIN);
  }

  /** The next session; nothing of those before it counts any more. */
  #begin() {
    this.#world.clearTimeout(this.#timer);
    this.#session += 1;
    return this.#session;
  }

  #leave() {
    const had = this.#socket;
    this.#begin();
    this.#socket = null;
    this.#welcomed = false;
    this.#asked = null;
    had?.close();
    this.#on.lost();
  }

  #closed({ code, reason }) {
    if (code === 4102 && this.#on.tooMuch()) this.#lose();
    else if (code >= 4100 && code < 4200) this.end({ code, words: reason });
    else this.#lose();
  }

  #lose() {
    const strange = !this.#welcomed; // It never came to a welcome.
    this.#leave();
    this.#say("offline");
    const wait = comeBackIn({ tries: this.#tries, looked: this.#looked, named: this.#named, dice: this.#world.random() });
    this.#named = undefined;
    this.#tries += 1;
    const session = this.#session;
    this.#timer = this.#world.setTimeout(() => session === this.#session && this.#connect(), wait);
    if (strange && this.#tries % ASK_WHO_AFTER === 0) this.#askWho();
  }

  /** A handshake that is refused looks like no network at all. */
  async #askWho() {
    const who = await this.#world.whoIsThere();
    if (this.#welcomed || this.status === "over" || who === undefined) return;
    if (who === null) this.end({ code: 4100, words: "" });
    else this.#checkWho(who);
  }

  /** Another member may have logged in in this browser: their line is not ours. */
  #checkWho(user) {
    if (user === this.#member) return true;
    this.end({ code: 4100, words: "another member is logged in" });
    return false;
  }

  /** A line that looks open but answers nothing is dead. */
  #checkLine() {
    const now = this.#world.now();
    const slept = now - this.#woke > 5 * LOOK_EVERY;
    this.#woke = now;
    if (!this.#welcomed) return;
    const since = this.#on.unanswered();
    if ((since !== null && now - since > ANSWER_WITHIN) || (this.#asked !== null && now - this.#asked > PONG_WITHIN)) this.#lose();
    else if (slept || now - this.#heard > (this.#looked ? QUIET : QUIET_UNSEEN)) this.#ask();
  }

  #ask() {
    if (this.#asked === null && this.say({ type: "ping" })) this.#asked = this.#world.now();
  }

  #hear(frame) {
    this.#heard = this.#world.now();
    this.#asked = null;
    switch (frame.type) {
      case "welcome":
        this.#world.clearTimeout(this.#timer);
        if (!this.#checkWho(frame.user)) break;
        this.#welcomed = true;
        this.#head = { epoch: frame.epoch, inbox: frame.inbox };
        this.#cursor ??= { ...this.#head };
        this.#say("catching up");
        this.#settle();
        this.#on.open();
        break;
      case "event":
        if (typeof frame.no === "number") {
          if (frame.no <= this.#cursor.inbox) break; // heard already
          // Moved before the callback: if showing it fails, it fails once.
          this.#cursor.inbox = frame.no;
        }
        try {
          this.#on.event(frame.event, frame.view, frame.no);
        } finally {
          this.#settle();
        }
        break;
      case "whisper":
        this.#on.whisper(frame.whisper);
        break;
      case "done":
      case "refused":
        this.#on.answer(frame);
        break;
      case "reload":
        this.#cursor = { epoch: frame.epoch, inbox: frame.inbox };
        this.#on.reload(this.cursor);
        this.#settle();
        break;
      case "room_opened":
      case "room_closed":
        this.#on.room(frame);
        break;
      case "come_back":
        this.#named = frame.after_ms;
        break;
      default: // A pong, or newer than this page.
    }
  }

  /** Online is who has heard everything. With numbers of another store that is not before the hub said `reload`. */
  #settle() {
    const [at, head] = [this.#cursor, this.#head];
    if (this.status !== "catching up" || at.epoch !== head.epoch || at.inbox < head.inbox) return;
    this.#tries = 0; // Not before: a hub that falls over while it replays is not asked eight times a second.
    this.#say("online");
  }

  #say(status, about) {
    if (status === this.status) return;
    this.status = status;
    this.#on.status(status, about);
  }
}
