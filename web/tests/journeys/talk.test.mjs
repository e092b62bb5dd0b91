// What the browser makes of every kind of event in a conversation, without a page: applied to what it knew, it knows what a
// fresh load would tell. The events are the golden ones of the protocol; a kind that is added there needs a case here.
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { test } from 'node:test';

const root = new URL('../../../', import.meta.url);
// Read as a module wherever Node would take a plain .js for something else.
const module = (source) => `data:text/javascript,${encodeURIComponent(source)}`;
const read = (name) => readFileSync(new URL(`web/assets/js/${name}.js`, root), 'utf8');
const source = read('talk').replaceAll('"./quotes.js"', `"${module(read('quotes'))}"`);
const { KINDS, addEarlier, apply, excerpt, talkOf } = await import(module(source));

const ANA = 7;
const BO = 12;
const TALK = 44;
const frames = new URL('hub/tests/frames/server/', root);
const golden = Object.fromEntries(
  readdirSync(frames)
    // Not those of a room, which shows its own log.
    .filter((name) => /^event\.messaging\.[a-z_]+\.json$/.test(name))
    .map((name) => [name.split('.')[2], JSON.parse(readFileSync(new URL(name, frames), 'utf8'))]),
);

const message = (no, by, body, more = {}) => ({ conversation: TALK, no, log_no: no, by, client_id: `c${no}`, body, sent_at: 1000 + no, ...more });
const last = ({ reactions, ...m }) => m;

/** What the hub would tell of a conversation with these messages. */
function loaded(messages, more = {}, pinned = []) {
  const head = messages.at(-1)?.no ?? 0;
  const conversation = {
    id: TALK,
    message_no: head,
    log_no: Math.max(0, ...messages.map((m) => m.log_no)),
    read_no: 0,
    other_read_no: 0,
    other_delivered_no: 0,
    last: messages.length ? last(messages.at(-1)) : null,
    last_at: messages.at(-1)?.sent_at ?? 0,
    ...more,
  };
  conversation.unread = conversation.message_no - conversation.read_no;
  return { conversation, messages, pinned, before: null, connections: [] };
}

/** As Ana's screen has it, comparable with a fresh load. */
const shown = ({ conversation, messages, pinned }) => ({ conversation, messages: [...messages.values()], pinned });
const fresh = ({ conversation, messages, pinned }) => ({ conversation, messages, pinned });

const first = golden.sent.view.message;
const { edited, reacted, pinned, deleted } = Object.fromEntries(['edited', 'reacted', 'pinned', 'deleted'].map((k) => [k, golden[k].view.message]));
const answer = (quoted) => message(2, ANA, 'Lovely', { log_no: 6, reply: quoted });
const before = { no: 1, by: BO, words: 'I love testing new tools.', deleted: false };
const pin = { no: 1, by: BO, words: 'I love to test new tools.', pinned_no: 4 };

// Of each kind: what the screen knew, what happened, what a fresh load tells then.
const CASES = {
  sent: [loaded([]), golden.sent, loaded([first], { other_read_no: 1, other_delivered_no: 1 })],
  edited: [
    loaded([first, answer(before)], { log_no: 6 }),
    golden.edited,
    loaded([edited, answer({ ...before, words: 'I love to test new tools.' })], { log_no: 6 }),
  ],
  reacted: [loaded([edited]), golden.reacted, loaded([reacted])],
  pinned: [loaded([reacted]), golden.pinned, loaded([pinned], {}, [pin])],
  deleted: [
    loaded([pinned, answer({ ...before, words: 'I love to test new tools.' })], {}, [pin]),
    golden.deleted,
    loaded([deleted, answer({ ...before, words: '', deleted: true })], { log_no: 6 }),
  ],
  read: [loaded([first]), golden.read, loaded([first], { read_no: 1 })],
  delivered: [loaded([first]), golden.delivered, loaded([first])],
  muted: [loaded([first]), golden.muted, loaded([first], { muted_at: golden.muted.view.conversation.muted_at })],
  archived: [
    loaded([first], { archived_no: 1 }),
    { ...golden.archived, view: { conversation: { ...golden.muted.view.conversation, muted_at: undefined } } },
    loaded([first]),
  ],
  drafted: [loaded([first]), golden.drafted, loaded([first], { draft: golden.drafted.view.draft })],
  receipts_set: [loaded([first]), golden.receipts_set, loaded([first])],
};

test('every kind of event has a case, and something that it does', () => {
  assert.deepEqual(Object.keys(CASES).sort(), Object.keys(golden).sort());
  assert.deepEqual(Object.keys(KINDS).sort(), [...Object.keys(golden), 'hidden'].sort());
});

for (const [kind, [was, { event, view }, is]] of Object.entries(CASES)) {
  test(`${kind}: applied to what was known it is what a fresh load tells`, () => {
    const talk = talkOf(structuredClone(was));
    apply(talk, ANA, event, view);
    assert.deepEqual(shown(talk), fresh(is));
    apply(talk, ANA, event, view);
    assert.deepEqual(shown(talk), fresh(is), 'heard twice it is the same');
  });
}

const sent = (m) => [{ messaging: { sent: { conversation: TALK, no: m.no, log_no: m.log_no, by: m.by, to: [ANA, BO] } } }, { message: m }];

test('what one sends oneself is read and takes the draft away', () => {
  const talk = talkOf(loaded([message(1, BO, 'Hello')], { draft: { conversation: TALK, body: 'Hi', at: 5 } }));
  const told = apply(talk, ANA, ...sent(message(2, ANA, 'Hi Bo')));
  assert.deepEqual([talk.conversation.read_no, talk.conversation.unread, talk.conversation.draft], [2, 0, undefined]);
  assert.deepEqual([told.fresh, told.draft], [2, true]);
});

test('a message that is hidden is hidden where it is quoted and pinned, too, and shown again', () => {
  const { event, view } = JSON.parse(readFileSync(new URL('event.moderation.hidden.json', frames), 'utf8'));
  const hidden = { ...view.message, log_no: 7 };
  const quoted = { ...before, words: 'I love to test new tools.' };
  const talk = talkOf(loaded([pinned, answer(quoted)], {}, [pin]));
  apply(talk, ANA, event, { message: hidden });
  assert.deepEqual([talk.messages.get(1).body, talk.messages.get(2).reply.words, talk.messages.get(2).reply.hidden], ['', '', true]);
  apply(talk, ANA, { moderation: { restored: event.moderation.hidden } }, { message: { ...pinned, log_no: 8 } });
  assert.deepEqual([talk.messages.get(2).reply, talk.pinned], [quoted, [pin]]);
});

test('an older view changes nothing', () => {
  const talk = talkOf(loaded([deleted]));
  apply(talk, ANA, golden.edited.event, golden.edited.view);
  assert.equal(talk.messages.get(1).body, '');
});

test('an earlier page takes no new messages, and shows what becomes of those it has', () => {
  const talk = talkOf({ ...loaded([message(1, BO, 'one'), message(2, BO, 'two')]), conversation: { ...loaded([]).conversation, message_no: 60 } });
  const told = apply(talk, ANA, ...sent(message(61, BO, 'new')));
  assert.deepEqual([told.fresh, talk.messages.has(61), talk.conversation.message_no], [0, false, 61]);
  const change = { messaging: { edited: { conversation: TALK, no: 2, log_no: 62, by: BO, to: [] } } };
  assert.deepEqual(apply(talk, ANA, change, { message: message(2, BO, 'changed', { log_no: 62 }) }).messages, [2]);
  addEarlier(talk, loaded([message(0, BO, 'zero'), message(1, BO, 'old copy')]));
  assert.deepEqual([talk.messages.get(0).body, talk.messages.get(1).body], ['zero', 'one']);
});

test('pins stand in the order of the log, whatever order they are heard in', () => {
  const talk = talkOf(loaded([message(1, BO, 'one'), message(2, BO, 'two')]));
  const pins = (no, pinned_no) => {
    const event = { messaging: { pinned: { conversation: TALK, no, log_no: pinned_no, by: BO, pinned: true, to: [] } } };
    return apply(talk, ANA, event, { message: message(no, BO, 'x', { log_no: pinned_no, pinned_no }) });
  };
  pins(1, 8);
  pins(2, 7);
  assert.deepEqual(talk.pinned.map((p) => p.no), [1, 2]);
});

test('another conversation and other events are left alone', () => {
  const talk = talkOf(loaded([]));
  assert.equal(apply(talk, ANA, { messaging: { read: { conversation: 45, by: BO, upto: 3, to: [] } } }, 'none'), null);
  assert.equal(apply(talk, ANA, { points: { awarded: {} } }, 'none'), null);
  assert.equal(apply(talk, ANA, { messaging: { of_next_year: { conversation: TALK } } }, 'none'), null);
});

test('a quote is cut as the hub cuts it', () => {
  assert.equal(excerpt('one two three four', 11), 'one two…');
  assert.equal(excerpt(' short\n text ', 11), 'short text');
  assert.equal(excerpt('👍'.repeat(130), 120), `${'👍'.repeat(120)}…`);
});
