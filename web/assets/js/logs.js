// Conversations that are shown by their own log (rooms): a line opens each from the last number that it has heard, and again
// on every new line. Pages ask for what they show; what one page has shown less of is heard again by all, who drop what they
// know. No I/O: `say(frame)` goes to the hub.

export class Logs {
  #at = new Map(); // room → the last number of its log that this line has heard
  #say;

  constructor(say) {
    this.#say = say;
  }

  /** A page shows a room, up to this number of its log. */
  show(room, logNo, epoch) {
    const heard = this.#at.get(room);
    if (heard !== undefined && heard <= logNo) return;
    this.#at.set(room, logNo);
    this.#open(room, epoch);
  }

  /** No page shows any other. */
  keep(rooms) {
    for (const room of this.#at.keys()) {
      if (rooms.has(room)) continue;
      this.#at.delete(room);
      this.#say({ type: "close_room", room });
    }
  }

  /** On a new line all are opened where the last one ended. */
  openAll(epoch) {
    for (const room of this.#at.keys()) this.#open(room, epoch);
  }

  /** An event came. */
  heard(event) {
    const { room, logNo } = lineOf(event) ?? {};
    if (this.#at.has(room)) this.#at.set(room, Math.max(this.#at.get(room), logNo));
  }

  /** More was missed than is replayed: it goes on from there. */
  moved(room, logNo) {
    if (this.#at.has(room)) this.#at.set(room, logNo);
  }

  /** The hub won't show it, for now or for good. */
  again(room, epoch) {
    if (this.#at.has(room)) this.#open(room, epoch);
  }

  drop(room) {
    return this.#at.delete(room);
  }

  #open(room, epoch) {
    this.#say({ type: "open_room", room, epoch, log_no: this.#at.get(room) });
  }
}

/** Which line of which log an event is: {room, logNo}, or null. */
export function lineOf(event) {
  const [[feature, what]] = typeof event === "object" ? Object.entries(event) : [[]];
  if (feature !== "rooms" && feature !== "messaging") return null;
  const [fact] = Object.values(what);
  return typeof fact?.log_no === "number" ? { room: fact.room ?? fact.conversation, logNo: fact.log_no } : null;
}
