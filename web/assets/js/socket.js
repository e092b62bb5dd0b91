// One socket to the hub, speaking collective.v1.json (hub/PROTOCOL.md).
//
// It resumes by its cursor, sends unanswered commands again with the same id, and comes back by itself, except where the
// hub says that something has to change first (4100 to 4199).

const LONGEST_WAIT = 3000; // while somebody looks
const LONGEST_WAIT_UNSEEN = 30000;
const LARGEST_FRAME = 32 * 1024; // the hub reads no larger one, and closes the line
const ANSWER_WITHIN = 8000; // an older unanswered command means a dead line

/** 1 to 64 visible ASCII characters, new each time. Only secure pages have randomUUID; the hub may run on plain http. */
export function freshId() {
  if (crypto.randomUUID) return crypto.randomUUID();
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (b) => b.toString(16).padStart(2, "0")).join("");
}

/** What a refused command rejects with. */
export class Refused extends Error {
  constructor(refusal) {
    super(refusal.words);
    this.refusal = refusal;
  }
}

const tooLarge = { kind: "too_large", code: "page.too_large", words: "This is too long to send at once. Cut it in two, please." };
const notTaken = { kind: "invalid", code: "page.not_taken", words: "This could not be sent as it is." };
const sizeOf = (frame) => new TextEncoder().encode(JSON.stringify(frame)).length;

export class Hub {
  #url;
  #cursor;
  #socket = null;
  #tries = 0;
  #timer = 0;
  #pending = new Map();
  #watching = null;
  #head = 0;
  #wait = null; // named by the hub that let us go
  #over = false;

  /** `on`: {event, whisper, status, reload}. `cursor`: what the page was loaded at. */
  constructor(url, cursor, on) {
    this.#url = url;
    this.#cursor = cursor;
    this.on = on;
    this.status = "connecting";
    addEventListener("online", () => this.#now());
    addEventListener("offline", () => this.#socket?.close());
    addEventListener("pageshow", (e) => e.persisted && this.#now());
    document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && this.#now());
    setInterval(() => this.#checkLine(), 2000);
    this.#connect();
  }

  get online() {
    return this.#socket?.readyState === WebSocket.OPEN && this.status === "online";
  }

  get cursor() {
    return { ...this.#cursor };
  }

  /**
   * A wish; resolves with its answer after commit, rejects with Refused. It survives a lost line.
   * `latest`: only the newest of that name is worth sending again (cursors).
   */
  do(command, { id = freshId(), latest } = {}) {
    return new Promise((resolve, reject) => {
      const frame = { type: "do", id, command };
      if (sizeOf(frame) > LARGEST_FRAME) {
        reject(new Refused(tooLarge));
        return;
      }
      if (latest) {
        for (const [old, wish] of this.#pending) if (wish.latest === latest) this.#pending.delete(old);
      }
      this.#pending.set(id, { frame, resolve, reject, latest, sent: 0 });
      this.#send(id);
    });
  }

  typing(conversation) {
    this.#raw({ type: "whisper", whisper: { what: "typing", conversation } });
  }

  /** What this screen shows; replaces the last list. */
  watch(conversations, people) {
    const list = JSON.stringify([conversations, people]);
    if (list === this.#watching?.list) return;
    this.#watching = { list, frame: { type: "whisper", whisper: { what: "watch", conversations, people } } };
    if (this.#socket?.readyState === WebSocket.OPEN) this.#raw(this.#watching.frame);
  }

  #connect() {
    clearTimeout(this.#timer);
    if (this.#over) return;
    this.#say("connecting");
    const socket = new WebSocket(this.#url, "collective.v1.json");
    this.#socket = socket;
    socket.onopen = () => {
      const { epoch, inbox } = this.#cursor;
      this.#raw(epoch === null ? { type: "hello" } : { type: "hello", epoch, inbox });
    };
    socket.onmessage = (message) => {
      if (this.#socket !== socket) return;
      let frame;
      try {
        frame = JSON.parse(message.data);
      } catch {
        return; // Not ours to understand; the next one may be.
      }
      this.#read(frame);
    };
    socket.onclose = (close) => {
      if (this.#socket !== socket) return;
      this.#socket = null;
      if (close.code === 4102 && this.#giveUpLargest()) {
        this.#say("offline");
        this.#later();
        return;
      }
      if (close.code >= 4100 && close.code < 4200) {
        this.#over = true;
        this.#say("over", { code: close.code, words: close.reason });
        return;
      }
      this.#say("offline");
      this.#later();
    };
  }

  /** The hub would not read something that was under way: the largest of it is refused, the rest goes out again. */
  #giveUpLargest() {
    const sent = [...this.#pending.entries()].filter(([, wish]) => wish.sent);
    if (!sent.length) return false;
    sent.sort(([, a], [, b]) => sizeOf(b.frame) - sizeOf(a.frame));
    const [[id, wish]] = sent;
    this.#pending.delete(id);
    wish.reject(new Refused(notTaken));
    return true;
  }

  #later() {
    clearTimeout(this.#timer);
    const most = document.visibilityState === "visible" ? LONGEST_WAIT : LONGEST_WAIT_UNSEEN;
    const wait = Math.min(most, 250 * 2 ** this.#tries);
    this.#tries += 1;
    // Jittered, so that a restart of the hub isn't answered by everybody at once; a wait that the hub named is so already.
    const then = this.#wait ?? wait / 2 + (Math.random() * wait) / 2;
    this.#wait = null;
    this.#timer = setTimeout(() => this.#connect(), then);
  }

  #now() {
    if (this.#socket || this.#over) return;
    this.#tries = 0;
    this.#connect();
  }

  /** A line that looks open but answers nothing is dead. */
  #checkLine() {
    if (this.#socket?.readyState !== WebSocket.OPEN) return;
    const now = performance.now();
    for (const wish of this.#pending.values()) {
      if (wish.sent && now - wish.sent > ANSWER_WITHIN) {
        const dead = this.#socket;
        this.#socket = null;
        dead.close();
        this.#say("offline");
        this.#later();
        return;
      }
    }
  }

  #read(frame) {
    switch (frame.type) {
      case "welcome":
        this.#tries = 0;
        this.#head = frame.inbox;
        if (this.#cursor.epoch === null) this.#cursor = { epoch: frame.epoch, inbox: frame.inbox };
        if (this.#watching) this.#raw(this.#watching.frame);
        this.#say(this.#cursor.epoch === frame.epoch && this.#cursor.inbox < frame.inbox ? "catching up" : "online");
        for (const id of this.#pending.keys()) this.#send(id);
        break;
      case "event":
        if (typeof frame.no === "number") {
          if (frame.no <= this.#cursor.inbox) break; // shown already
          // Moved before the callback: if showing it fails, it fails once.
          this.#cursor.inbox = frame.no;
          if (this.status === "catching up" && frame.no >= this.#head) this.#say("online");
        }
        this.on.event?.(frame.event, frame.view, frame.no);
        break;
      case "whisper":
        this.on.whisper?.(frame.whisper);
        break;
      case "done":
      case "refused": {
        const wish = this.#pending.get(frame.id);
        if (!wish) break;
        this.#pending.delete(frame.id);
        if (frame.type === "done") wish.resolve(frame.answer);
        else wish.reject(new Refused(frame.refusal));
        break;
      }
      case "reload":
        this.#cursor = { epoch: frame.epoch, inbox: frame.inbox };
        this.#say("online");
        this.on.reload?.();
        break;
      case "come_back":
        this.#wait = frame.after_ms;
        break;
      default: // Newer than this page.
    }
  }

  #send(id) {
    const wish = this.#pending.get(id);
    // Before `welcome` nothing is sent; then everything is, in the order it was wished.
    if (!wish || this.#socket?.readyState !== WebSocket.OPEN || this.status === "connecting") return;
    wish.sent = performance.now();
    this.#raw(wish.frame);
  }

  #raw(frame) {
    if (this.#socket?.readyState === WebSocket.OPEN) this.#socket.send(JSON.stringify(frame));
  }

  #say(status, about) {
    if (status === "connecting" || status === "offline") for (const wish of this.#pending.values()) wish.sent = 0;
    this.status = status;
    this.on.status?.(status, about);
  }
}
