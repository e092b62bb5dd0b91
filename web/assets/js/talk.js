// What a screen knows of an open conversation, and how an event changes it. No page and no network in here: a test applies
// every kind of event and compares with a fresh load (web/tests/journeys/talk.test.mjs); hub/src/screen.rs is the same in Rust.

import { excerpt, quoteOf } from "./quotes.js";

export { excerpt, quoteOf };

/** From a thread as the page or `/api/v1/conversations/{id}` has it. */
export function talkOf(thread) {
  return {
    conversation: { ...thread.conversation },
    messages: new Map(thread.messages.map((m) => [m.no, m])),
    pinned: [...thread.pinned],
    // Earlier pages are not all there; nothing is put in below the first message.
    first: thread.messages[0]?.no ?? 1,
    last: thread.messages.at(-1)?.no ?? 0,
  };
}

/** More of the same conversation, from an earlier page. */
export function addEarlier(talk, thread) {
  for (const m of thread.messages) if (!talk.messages.has(m.no)) talk.messages.set(m.no, m);
  talk.first = Math.min(talk.first, thread.messages[0]?.no ?? talk.first);
}

const without = ({ reactions, ...message }) => message;

/** What every kind of event of a conversation does. A kind that is not here changes nothing, and fails the test. */
export const KINDS = {
  sent: (talk, me, fact, view, told) => {
    const c = talk.conversation;
    if (fact.by === me) {
      c.read_no = Math.max(c.read_no, fact.no);
      if (c.draft) told.draft = true;
      delete c.draft;
    } else {
      // Whoever writes has seen what is there, and shows it by writing.
      c.other_read_no = Math.max(c.other_read_no, fact.no);
      c.other_delivered_no = Math.max(c.other_delivered_no, fact.no);
      told.ticks = true;
    }
    takeMessage(talk, view.message, told);
  },
  edited: (talk, me, fact, view, told) => takeMessage(talk, view.message, told),
  deleted: (talk, me, fact, view, told) => takeMessage(talk, view.message, told),
  reacted: (talk, me, fact, view, told) => takeMessage(talk, view.message, told),
  pinned: (talk, me, fact, view, told) => takeMessage(talk, view.message, told),
  read: (talk, me, fact, view, told) => {
    const c = talk.conversation;
    if (fact.by === me) c.read_no = Math.max(c.read_no, fact.upto);
    else {
      c.other_read_no = Math.max(c.other_read_no, fact.upto);
      c.other_delivered_no = Math.max(c.other_delivered_no, fact.upto);
      told.ticks = true;
    }
  },
  delivered: (talk, me, fact, view, told) => {
    if (fact.by === me) return;
    talk.conversation.other_delivered_no = Math.max(talk.conversation.other_delivered_no, fact.upto);
    told.ticks = true;
  },
  muted: takeRow,
  archived: takeRow,
  drafted: (talk, me, fact, view, told) => {
    if (!view.draft) return;
    if (view.draft.body) talk.conversation.draft = view.draft;
    else delete talk.conversation.draft;
    told.draft = true;
  },
  receipts_set: () => {},
  hidden: (talk, me, fact, view, told) => takeMessage(talk, view.message, told),
};

/**
 * Applies an event. Gives back what there is to show anew: {messages: [no, …], fresh: no or 0, pins, ticks, draft, row}; null
 * when it is about another conversation, or about none.
 */
export function apply(talk, me, event, view) {
  const [kind, fact] = kindOf(event, view);
  if (!kind || !Object.hasOwn(KINDS, kind) || (fact.conversation ?? talk.conversation.id) !== talk.conversation.id) return null;
  const told = { messages: [], fresh: 0, pins: false, ticks: false, draft: false, row: false };
  KINDS[kind](talk, me, fact, typeof view === "object" && view ? view : {}, told);
  talk.conversation.unread = Math.max(0, talk.conversation.message_no - talk.conversation.read_no);
  return told;
}

/** Which of the kinds an event is, and its fact. That a message was hidden or is shown again is told from another feature. */
function kindOf(event, view) {
  if (view?.message && (event.moderation?.hidden || event.moderation?.restored)) return ["hidden", view.message];
  return Object.entries(event.messaging ?? {})[0] ?? [];
}

function takeRow(talk, me, fact, view, told) {
  if (!view.conversation) return;
  const c = talk.conversation;
  for (const name of ["muted_at", "archived_no"]) {
    if (view.conversation[name] === undefined) delete c[name];
    else c[name] = view.conversation[name];
  }
  told.row = true;
}

function takeMessage(talk, message, told) {
  if (!message) return;
  const c = talk.conversation;
  const had = talk.messages.get(message.no);
  if (had && had.log_no > message.log_no) return; // it is older than what stands here
  if (had) {
    talk.messages.set(message.no, message);
    told.messages.push(message.no);
  } else if (message.no > talk.last && talk.last >= c.message_no) {
    talk.messages.set(message.no, message);
    talk.last = message.no;
    told.fresh = message.no;
  }
  if (message.no > c.message_no) {
    c.message_no = message.no;
    c.last_at = message.sent_at;
  }
  c.log_no = Math.max(c.log_no, message.log_no);
  if (!c.last || message.no > c.last.no || (message.no === c.last.no && message.log_no >= c.last.log_no)) c.last = without(message);
  // Whatever answers it quotes it as it is now.
  const quote = quoteOf(message);
  for (const [no, other] of talk.messages) {
    if (other.reply?.no !== message.no) continue;
    talk.messages.set(no, { ...other, reply: quote });
    told.messages.push(no);
  }
  if (c.last.reply?.no === message.no) c.last = { ...c.last, reply: quote };
  takePin(talk, message, told);
}

function takePin(talk, message, told) {
  const was = talk.pinned.some((p) => p.no === message.no);
  const pinned = message.pinned_no ?? null;
  if (!was && pinned === null) return;
  talk.pinned = talk.pinned.filter((p) => p.no !== message.no);
  if (pinned !== null) {
    const { no, by, words } = quoteOf(message);
    talk.pinned.push({ no, by, words, pinned_no: pinned });
    talk.pinned.sort((a, b) => b.pinned_no - a.pinned_no);
  }
  told.pins = true;
}
