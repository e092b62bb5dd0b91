// A world for the client's modules: time that is turned by hand, sockets that a test answers, dice that are known.

/** The hub's side of a socket, as a test plays it. */
class Socket {
  constructor(world) {
    this.world = world;
    this.heard = []; // frames that the client sent
    this.closed = false;
  }
  // What the client does.
  send(text) {
    if (this.closed) throw new Error('sent on a closed socket');
    this.heard.push(JSON.parse(text));
    this.world.onframe?.(this, this.heard.at(-1));
  }
  close() {
    this.closed = true;
  }
  // What the hub does.
  opens() {
    this.onopen();
    return this;
  }
  says(frame) {
    this.onmessage({ data: JSON.stringify(frame) });
    return this;
  }
  welcomes({ user = 7, epoch = 1, inbox = 0 } = {}) {
    return this.opens().says({ type: 'welcome', user, handle: 'ana', epoch, inbox, ping_ms: 10_000 });
  }
  breaks(code = 1006, reason = '') {
    this.closed = true;
    this.onclose({ code, reason });
  }
  /** The commands that came. */
  get wishes() {
    return this.heard.filter((frame) => frame.type === 'do');
  }
}

export class World {
  time = 1000;
  dice = 0.5;
  sockets = [];
  offline = false;
  who = 7;
  unread = [];
  #timers = new Map();
  #next = 1;
  #locks = new Map();

  open = () => {
    if (this.offline) throw new Error('no network');
    this.sockets.push(new Socket(this));
    return this.sockets.at(-1);
  };
  now = () => this.time;
  random = () => this.dice;
  setTimeout = (f, ms) => this.#set(f, ms);
  clearTimeout = (id) => this.#timers.delete(id);
  setInterval = (f, ms) => this.#set(f, ms, ms);
  clearInterval = (id) => this.#timers.delete(id);
  whoIsThere = async () => this.who;
  waiting = async () => this.unread;
  /** A Web Lock. */
  alone = (name, f) => {
    const mine = (this.#locks.get(name) ?? Promise.resolve()).then(f);
    this.#locks.set(name, mine.catch(() => {}));
    return mine;
  };

  get last() {
    return this.sockets.at(-1);
  }

  #set(f, ms = 0, again) {
    const id = this.#next++;
    this.#timers.set(id, { f, at: this.time + ms, again });
    return id;
  }

  /** Turns the clock, running what falls due in its order. */
  turn(ms) {
    const until = this.time + ms;
    for (;;) {
      const [id, timer] = [...this.#timers].filter(([, t]) => t.at <= until).sort(([, a], [, b]) => a.at - b.at)[0] ?? [];
      if (!timer) break;
      this.time = Math.max(this.time, timer.at);
      if (timer.again) timer.at += timer.again;
      else this.#timers.delete(id);
      timer.f();
    }
    this.time = until;
  }
}

/** Lets promises and the database come to rest. */
export async function rest(rounds = 30) {
  for (let n = 0; n < rounds; n += 1) await new Promise((resolve) => setImmediate(resolve));
}

/** The same numbers for the same seed, 0 ≤ n < 1. */
export function dice(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

export const send = (conversation, body) => ({ messaging: { send: { conversation, body } } });
export const sent = (no, { conversation = 44, message = no, by = 12, id = `theirs-${no}` } = {}) => ({
  type: 'event',
  no,
  event: { messaging: { sent: { conversation, no: message, log_no: message, by, to: [7, 12] } } },
  view: { message: { conversation, no: message, log_no: message, by, client_id: id, body: '…', sent_at: 0 } },
});
export const read = (conversation, upto, by = 7) => ({ type: 'event', event: { messaging: { read: { conversation, by, upto, to: [7, 12] } } }, view: 'none' });
export const busy = { kind: 'busy', code: 'busy', words: 'We are busy.', retry_after_ms: 700 };
export const blocked = { kind: 'forbidden', code: 'messaging.blocked', words: "You can't write to this person." };
