// The pure parts of the client: ids, waits, the outbox's order, unread counts.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { comeBackIn } from '../../../assets/js/backoff.js';
import { Counts } from '../../../assets/js/counts.js';
import { freshId } from '../../../assets/js/ids.js';
import { pieces } from '../../../assets/js/links.js';
import { Outbox } from '../../../assets/js/outbox.js';
import { pageIn } from './page.mjs';
import { blocked, busy, dice, send } from './world.mjs';

globalThis.document = pageIn('en');
const { lengthOf, roomWords } = await import('../../../assets/js/counter.js');
const { placesWords, writingWords } = await import('../../../assets/js/places.js');

test('an id is a UUID of version 7: time first, then randomness', () => {
  const id = freshId(0x0199abcdef01 + 1e9, new Uint8Array(8).fill(0xff));
  assert.match(id, /^[0-9a-f]{8}-[0-9a-f]{4}-7000-bfff-ffffffffffff$/);
  assert.equal(parseInt(id.slice(0, 8) + id.slice(9, 13), 16), 0x0199abcdef01 + 1e9);
});

test('each id is greater than the one before, within a millisecond and when the clock is set back', () => {
  const now = Date.now() + 1e10;
  const ids = [...Array(9000)].map(() => freshId(now));
  ids.push(freshId(now - 60_000), freshId(now - 59_000));
  assert.deepEqual([...ids].sort(), ids);
  assert.equal(new Set(ids).size, ids.length);
});

test('waits double up to 3 s while somebody looks, up to 30 s while nobody does, and the jitter is full', () => {
  const waits = (looked) => [0, 1, 2, 3, 4, 5, 8, 99].map((tries) => comeBackIn({ tries, looked, dice: 0.5 }));
  assert.deepEqual(waits(true), [125, 250, 500, 1000, 1500, 1500, 1500, 1500]);
  assert.deepEqual(waits(false), [125, 250, 500, 1000, 2000, 4000, 15_000, 15_000]);
  assert.equal(comeBackIn({ tries: 9, looked: true, dice: 0 }), 0);
  assert.ok(comeBackIn({ tries: 9, looked: true, dice: 0.999 }) > 2990);
});

test('a wait that the hub names is taken as it is', () => {
  assert.equal(comeBackIn({ tries: 0, looked: true, named: 9000, dice: 0.1 }), 9000);
});

/** Three to Bo (1), one to Cy (2). */
function written() {
  const outbox = new Outbox();
  for (const [id, conversation] of [['a', 1], ['b', 1], ['x', 2], ['c', 1]]) outbox.put({ id, conversation, command: send(conversation, id), at: 0 });
  return outbox;
}
const goes = (outbox, session = 1, now = 0) => {
  const ids = [];
  for (let letter; (letter = outbox.next(session, now)); ) ids.push(letter.id);
  return ids;
};

test('of each conversation one letter goes at a time and in order', () => {
  const outbox = written();
  assert.deepEqual(goes(outbox), ['a', 'x']);
  assert.ok(outbox.done('a'));
  assert.deepEqual(goes(outbox), ['b']);
  assert.ok(outbox.done('x') && outbox.done('b'));
  assert.deepEqual(goes(outbox), ['c']);
  assert.ok(outbox.done('c') && outbox.quiet);
  assert.ok(!outbox.done('c'), 'an answer that comes twice settles nothing');
});

test('what was under way when the line was lost goes again under its id, and a late loss takes nothing from a newer line', () => {
  const outbox = written();
  goes(outbox, 2);
  outbox.lost(1);
  assert.deepEqual(goes(outbox, 2), [], 'still under way');
  outbox.lost(2);
  assert.equal(outbox.unanswered(), null);
  assert.deepEqual(goes(outbox, 3), ['a', 'x']);
});

test('what is refused for the moment holds its conversation and no other', () => {
  const outbox = written();
  goes(outbox);
  assert.equal(outbox.refused('a', busy, 100), 'later');
  outbox.done('x');
  outbox.put({ id: 'y', conversation: 2, command: send(2, 'y'), at: 0 });
  assert.deepEqual(goes(outbox, 1, 100), ['y']);
  assert.equal(outbox.due(), 800);
  assert.deepEqual(goes(outbox, 1, 800), ['a']);
});

test('what is refused for good keeps its words and its reason and holds nothing up', () => {
  const outbox = written();
  goes(outbox);
  assert.equal(outbox.refused('a', blocked, 0), 'aside');
  assert.deepEqual(goes(outbox), ['b']);
  assert.deepEqual([outbox.find('a').command, outbox.find('a').refusal], [send(1, 'a'), blocked]);
  assert.equal(outbox.takeBack('b'), null, 'only what was refused is taken back');
  assert.equal(outbox.takeBack('a').id, 'a');
  assert.equal(outbox.put({ id: 'a', conversation: 1, command: send(1, 'a'), at: 0 }), null, 'and is not read back from where it was kept');
});

test('what is kept outside is the truth, but for what is not kept yet', () => {
  const outbox = written();
  outbox.find('a').seq = 1;
  outbox.find('x').seq = 3;
  outbox.agree([{ id: 'x', seq: 3, conversation: 2 }, { id: 'z', seq: 5, conversation: 1, command: send(1, 'z') }]);
  assert.deepEqual(outbox.letters.map((l) => l.id), ['x', 'z', 'b', 'c'], 'a was settled by another, z was written on another');
});

test('whatever is lost, refused and repeated: the hub stores everything once and in the order written', () => {
  for (let seed = 1; seed <= 300; seed += 1) {
    const roll = dice(seed);
    const outbox = new Outbox();
    const [written, stored, refused] = [[], [], new Set()];
    let [now, session] = [0, 1];
    const calm = [...Array(200)].flatMap(() => ['wait', 'go', 'store']);
    const turns = [...Array(60)].map(() => ['write', 'write', 'go', 'go', 'store', 'store unheard', 'busy', 'refuse', 'lose', 'wait'][Math.floor(roll() * 10)]);
    for (const turn of [...turns, 'lose', ...calm]) {
      const letter = outbox.letters.find((l) => l.state === 'under way');
      const known = letter && stored.some((s) => s.id === letter.id);
      if (turn === 'write') {
        const letter = { id: `${seed}-${written.length}`, conversation: Math.floor(roll() * 3), command: {}, at: now };
        written.push(letter);
        outbox.put(letter);
      } else if (turn === 'go') goes(outbox, session, now);
      else if (turn.startsWith('store') && letter) {
        if (!known) stored.push(letter);
        if (turn === 'store') assert.ok(outbox.done(letter.id));
        else outbox.lost(session++);
      } else if (turn === 'busy' && letter && !known) outbox.refused(letter.id, busy, now);
      else if (turn === 'refuse' && letter && !known) {
        outbox.refused(letter.id, blocked, now);
        refused.add(letter.id);
      } else if (turn === 'lose') outbox.lost(session++);
      else if (turn === 'wait') now += 1000;
    }
    assert.ok(outbox.quiet, `seed ${seed}`);
    for (const to of [0, 1, 2]) {
      const of = (letters) => letters.filter((l) => l.conversation === to && !refused.has(l.id)).map((l) => l.id);
      assert.deepEqual(of(stored), of(written), `seed ${seed}, conversation ${to}`);
    }
  }
});

test('unread is head − cursor', () => {
  const counts = new Counts();
  counts.learn([{ conversation: 44, head: 7, read: 5 }, { conversation: 51, head: 3, read: 0 }]);
  assert.deepEqual(counts.shown(), { total: 5, of: { 44: 2, 51: 3 }, muted: {} });
  counts.sent(44, 8, false);
  counts.read(51, 2);
  assert.deepEqual(counts.shown(), { total: 4, of: { 44: 3, 51: 1 }, muted: {} });
  counts.sent(44, 9, true);
  assert.equal(counts.unread(44), 0, 'whoever writes has read');
  counts.sent(60, 12, false);
  assert.equal(counts.unread(60), 1, 'nothing waited there before');
});

test('what is muted counts in the list and not in the sum', () => {
  const counts = new Counts();
  counts.learn([{ conversation: 44, head: 7, read: 5, muted: true }, { conversation: 51, head: 3, read: 0, muted: false }]);
  assert.deepEqual(counts.shown(), { total: 3, of: { 44: 2, 51: 3 }, muted: { 44: true, 51: false } });
  counts.mute(44, false);
  assert.equal(counts.shown().total, 5);
});

test('what the hub tells settles what was missed, and nothing that came after it was asked', () => {
  const counts = new Counts();
  counts.learn([{ conversation: 44, head: 7, read: 5 }, { conversation: 51, head: 3, read: 0 }]);
  const then = counts.heads();
  counts.sent(44, 8, false); // while the answer is on its way
  counts.settle([{ conversation: 51, head: 3, read: 1 }], then);
  assert.deepEqual(counts.shown(), { total: 3, of: { 44: 1, 51: 2 }, muted: {} });
});

test('in whatever order and however often it is learnt, the numbers end the same as those of the hub', () => {
  for (let seed = 1; seed <= 300; seed += 1) {
    const roll = dice(seed);
    // The hub's truth, and everything that was said of it.
    const truth = new Map([1, 2, 3].map((c) => [c, { head: Math.floor(roll() * 5), read: 0 }]));
    const begin = [...truth].map(([conversation, { head, read }]) => ({ conversation, head, read }));
    const told = [];
    for (let n = 0; n < 30; n += 1) {
      const conversation = 1 + Math.floor(roll() * 3);
      const at = truth.get(conversation);
      if (roll() < 0.6) {
        at.head += 1;
        const [no, own] = [at.head, roll() < 0.3];
        if (own) at.read = no;
        told.push((counts) => counts.sent(conversation, no, own));
      } else {
        at.read = Math.floor(at.read + roll() * (at.head - at.read + 1));
        const upto = at.read;
        told.push((counts) => counts.read(conversation, upto));
      }
    }
    const counts = new Counts();
    counts.learn(begin);
    const shuffled = [...told, ...told].map((f) => [roll(), f]).sort(([a], [b]) => a - b);
    for (const [, tell] of shuffled) tell(counts);
    for (const [c, { head, read }] of truth) assert.equal(counts.unread(c), head - read, `seed ${seed}, conversation ${c}`);
  }
});

test('the room that is left is said near its end, counted as the hub counts', () => {
  assert.equal(lengthOf('  a\r\nb 👩‍🚀 \n'), 7, 'what is trimmed takes no room, a line break is one, an emoji of parts its parts');
  assert.equal(lengthOf('e\u0301'), 1);
  assert.equal(roomWords(3000, 4000), '');
  assert.equal(roomWords(3800, 4000), '200 characters left');
  assert.equal(roomWords(199, 200), '1 character left');
  assert.equal(roomWords(4000, 4000), '0 characters left');
  assert.equal(roomWords(5000, 4000), '1,000 characters too many');
  assert.equal(roomWords(40, 60), '20 characters left');
  assert.equal(roomWords(39, 60), '');
});

test('addresses in a message are found as the hub finds them, and nothing is lost between them', () => {
  for (const [text, addresses] of JSON.parse(readFileSync(new URL('./links.json', import.meta.url)))) {
    const all = pieces(text);
    assert.deepEqual(all.filter((p) => p.address).map((p) => p.address), addresses, text);
    assert.equal(all.map((p) => p.words ?? p.address).join(''), text);
  }
});

test('places are said as the hub says them (hub/src/claims/rules.rs)', () => {
  const places = (places, accepted, held) => placesWords({ places, accepted, held });
  assert.deepEqual([places(3, 0, 0), places(1, 0, 1), places(2, 0, 2), places(2, 2, 0)], ['', 'The place is held for now.', 'All places are held for now.', 'All places are taken.']);
  assert.deepEqual([places(3, 2, 0), places(4, 2, 0), places(3, 1, 1), places(4, 1, 1)], ['1 place left.', '2 places left.', '1 place left for now.', '2 places left for now.']);
  assert.equal(writingWords([], { places: 1, held: 0 }), '');
  assert.equal(writingWords(['Ana'], { places: 1, held: 1 }), 'Ana is writing to you · the place is held');
  assert.equal(writingWords(['Ana', 'Bo'], { places: 3, held: 2 }), 'Ana and Bo are writing to you · 2 of 3 places held');
  assert.equal(writingWords(['Ana', 'Bo', 'Cy', 'Di'], { places: 9, held: 4 }), 'Ana, Bo and 2 more are writing to you · 4 of 9 places held');
});
