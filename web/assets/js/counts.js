// Unread messages: head − cursor, for each conversation. Both only ever grow, so that whatever is learnt twice, late, or in
// another order ends in the same numbers. No I/O.

export class Counts {
  #of = new Map(); // conversation → {head, read}
  #muted = new Map(); // conversation → whether it counts in the list only, not in the sum; where that is known
  #changed = new Set();

  /**
   * A message `no` was sent there. Whoever sends has read up to it. Of a conversation that nothing was known of, all
   * before it was read: those where something waits are all known.
   */
  sent(conversation, no, own) {
    const was = this.#of.get(conversation);
    this.#grow(conversation, no, own ? no : was ? was.read : no - 1);
  }

  /** The member has read up to there. */
  read(conversation, upto) {
    this.#grow(conversation, upto, upto);
  }

  mute(conversation, muted) {
    this.#muted.set(conversation, muted);
  }

  /** Whether it is known if a conversation is muted. */
  knows(conversation) {
    return this.#muted.has(conversation);
  }

  /** As it was kept, or as the hub tells: [{conversation, head, read, muted?}, …]. */
  learn(waiting) {
    for (const { conversation, head, read, muted } of waiting) {
      this.#grow(conversation, head, read);
      if (muted !== undefined) this.mute(conversation, muted);
    }
  }

  /** How far each conversation was known at a moment, for `settle`. */
  heads() {
    return new Map(Array.from(this.#of, ([conversation, { head }]) => [conversation, head]));
  }

  /** What the hub told when asked at a moment: where it tells of nothing that waits, all that was known then was read. */
  settle(waiting, headsThen) {
    const told = new Set(waiting.map(({ conversation }) => conversation));
    for (const [conversation, head] of headsThen) if (!told.has(conversation)) this.read(conversation, head);
    this.learn(waiting);
  }

  unread(conversation) {
    const { head, read } = this.#of.get(conversation) ?? { head: 0, read: 0 };
    return head - read;
  }

  /** What stands on screens: {total, of: {conversation: unread, …}, muted: {conversation: whether, …}}, where something waits. */
  shown() {
    const of = {};
    const muted = {};
    let total = 0;
    for (const [conversation, { head, read }] of this.#of) {
      if (head <= read) continue;
      of[conversation] = head - read;
      if (this.knows(conversation)) muted[conversation] = this.#muted.get(conversation);
      if (!this.#muted.get(conversation)) total += head - read;
    }
    return { total, of, muted };
  }

  /** What has changed since this was asked last, to be kept: [{conversation, head, read}, …]. */
  changes() {
    const changed = Array.from(this.#changed, (conversation) => ({ conversation, ...this.#of.get(conversation) }));
    this.#changed.clear();
    return changed;
  }

  clear() {
    this.#of.clear();
    this.#muted.clear();
    this.#changed.clear();
  }

  #grow(conversation, head, read) {
    const was = this.#of.get(conversation);
    const now = { head: Math.max(was?.head ?? 0, head, read), read: Math.max(was?.read ?? 0, read) };
    if (was && now.head === was.head && now.read === was.read) return;
    this.#of.set(conversation, now);
    this.#changed.add(conversation);
  }
}
