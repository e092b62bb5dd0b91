// What a member has written and the hub has not settled yet: which may go, and what an answer makes of it. No I/O.
//
//             next                     done
//   waiting ───────▶ under way ───────────────────▶ gone, stored
//      ▲                │  │ refused: busy, too fast
//      │   line lost    │  └───────▶ waiting, not before its time
//      └────────────────┘  └ refused otherwise ─▶ put aside, with its words and the reason:
//                                                sent again as a new command, or thrown away
//
// Of one conversation only one is under way at a time, the oldest: whatever is refused for the moment, is lost or comes
// twice, the others stay behind it. What is put aside holds nothing up. Each conversation goes on for itself.

const A_MOMENT = 500; // what is refused for the moment waits so long when the hub doesn't say how long

/** A letter: {id, conversation, command, at, seq?, state, notBefore?, session?, since?, refusal?}. */
export class Outbox {
  #letters = [];
  #settled = new Set(); // what is read back from where it was kept a moment too early is not written again

  /** Everything unsettled, the oldest first. */
  get letters() {
    return this.#letters;
  }

  /** Nothing waits or is under way; something may be put aside. */
  get quiet() {
    return this.#letters.every((l) => l.state === "refused");
  }

  find(id) {
    return this.#letters.find((l) => l.id === id);
  }

  /** Keeps what was written; the same id again changes nothing. Gives back the letter if it is new. */
  put({ id, conversation, command, at, seq, refusal }) {
    if (this.find(id) || this.#settled.has(id)) return null;
    const letter = { id, conversation, command, at, seq, state: refusal ? "refused" : "waiting", refusal };
    this.#letters.push(letter);
    return letter;
  }

  /** The oldest that may go now; it is under way from here on. */
  next(session, now) {
    const letter = this.#ready().find((l) => !(l.notBefore > now));
    if (letter) Object.assign(letter, { state: "under way", session, since: now, notBefore: undefined });
    return letter ?? null;
  }

  /** When the next may go that waits for its time only, or null. */
  due() {
    const times = this.#ready().flatMap((l) => l.notBefore ?? []);
    return times.length ? Math.min(...times) : null;
  }

  /** Since when the oldest unanswered one is under way, or null. */
  unanswered() {
    const times = this.#letters.filter((l) => l.state === "under way").map((l) => l.since);
    return times.length ? Math.min(...times) : null;
  }

  /** Those that nothing of their conversation stands before. */
  #ready() {
    const held = new Set();
    return this.#letters.filter((letter) => {
      if (letter.state === "refused" || held.has(letter.conversation)) return false;
      held.add(letter.conversation);
      return letter.state === "waiting";
    });
  }

  /** It is in the database. False when it was settled before, or is nobody's here. */
  done(id) {
    const before = this.#letters.length;
    this.#letters = this.#letters.filter((l) => l.id !== id);
    if (this.#letters.length === before) return false;
    this.#settled.add(id);
    return true;
  }

  /** A no: "later" goes out again by itself, "aside" stays with its reason. */
  refused(id, refusal, now) {
    const letter = this.find(id);
    if (!letter) return "unknown";
    if (["busy", "too_fast"].includes(refusal.kind)) {
      Object.assign(letter, { state: "waiting", notBefore: now + (refusal.retry_after_ms ?? A_MOMENT) });
      return "later";
    }
    Object.assign(letter, { state: "refused", refusal });
    return "aside";
  }

  /** The line of that session, or an older one, is gone: what was under way on it waits again, under its id. */
  lost(session) {
    for (const letter of this.#letters) {
      if (letter.state === "under way" && letter.session <= session) letter.state = "waiting";
    }
  }

  /** What was put aside is gone; given back, to be mended or to go again under a new id. */
  takeBack(id) {
    const letter = this.find(id);
    return letter?.state === "refused" && this.done(id) ? letter : null;
  }

  /**
   * What is kept outside (by every page of this browser) is the truth, but for what this one has not kept yet: what is
   * gone there was settled by another, what is new there was written on another.
   */
  agree(kept) {
    const there = new Map(kept.map((l) => [l.id, l]));
    this.#letters = this.#letters.filter((l) => l.seq === undefined || l.state === "under way" || there.has(l.id));
    for (const letter of kept) this.put(letter);
    this.#letters.sort((a, b) => (a.seq ?? Infinity) - (b.seq ?? Infinity));
  }
}
