// What is kept in the browser: on disk in one piece, in memory where there is no disk, and gone at a log-out.
import 'fake-indexeddb/auto';
import assert from 'node:assert/strict';
import { IDBFactory } from 'fake-indexeddb';
import { beforeEach, test } from 'node:test';
import { forgetMember, letterSlots, openStore } from '../../../assets/js/store.js';
import { send } from './world.mjs';

let factory;
beforeEach(() => (factory = new IDBFactory()));
const open = (member = 7) => openStore(member, () => factory);
const letter = (id, conversation = 44) => ({ id, conversation, command: send(conversation, id), at: 1 });

/** localStorage, as long as a test. */
function shelf() {
  const kept = new Map();
  return {
    get length() {
      return kept.size;
    },
    key: (at) => [...kept.keys()][at],
    getItem: (key) => kept.get(key) ?? null,
    setItem: (key, value) => kept.set(key, value),
    removeItem: (key) => kept.delete(key),
  };
}

test('letters are kept in the order written, each once, for their member only', async () => {
  const store = await open();
  const [a, b] = [await store.keep(letter('a')), await store.keep(letter('b'))];
  assert.equal(await store.keep(letter('a')), a, 'the same id again keeps its place');
  assert.ok(a < b);
  const again = await open();
  assert.deepEqual((await again.letters()).map((l) => [l.id, l.seq, l.command]), [['a', a, send(44, 'a')], ['b', b, send(44, 'b')]]);
  await again.aside(a, { ...letter('a'), refusal: { words: 'no' } });
  await again.drop(b);
  assert.deepEqual((await store.letters()).map((l) => [l.id, l.refusal]), [['a', { words: 'no' }]]);
  assert.deepEqual(await (await open(8)).letters(), []);
});

test('the cursor is kept with what it stands for, or neither is', async () => {
  const store = await open();
  await store.save({ epoch: 1, inbox: 9 }, [{ conversation: 44, head: 7, read: 5 }]);
  // A change that can't be kept takes the whole transaction with it.
  await assert.rejects(store.save({ epoch: 1, inbox: 10 }, [{ conversation: 44, head: 8, read: 5 }, { conversation: 51, head: () => 0 }]));
  const { cursor, conversations } = await store.load();
  assert.deepEqual([cursor, conversations], [{ epoch: 1, inbox: 9 }, [{ conversation: 44, head: 7, read: 5 }]]);
  await store.save({ epoch: 2, inbox: 1 }, [], true);
  assert.deepEqual((await store.load()).conversations, [], 'numbers of another store are gone with their cursor');
});

test('without a database everything works from memory, and says so', async () => {
  const none = () => undefined;
  const forbidden = () => { throw new DOMException('private', 'SecurityError'); };
  for (const database of [none, forbidden, () => ({ open: forbidden })]) {
    const store = await openStore(7, database);
    assert.equal(store.durable, false);
    assert.deepEqual(await store.load(), { cursor: null, conversations: [], letters: [] });
    assert.equal(await store.keep(letter('a')), undefined);
  }
});

test('a member is forgotten, also while a page has the store open, and nobody else', async () => {
  const [mine, other] = [await open(7), await open(8)];
  await mine.keep(letter('a'));
  await other.keep(letter('b'));
  await forgetMember(7, () => factory);
  assert.equal(mine.durable, false);
  assert.deepEqual((await (await open(7)).letters()).length, 0);
  assert.deepEqual((await other.letters()).map((l) => l.id), ['b']);
});

test('a page’s own slots keep letters until they are on disk, in the order written', () => {
  const storage = shelf();
  const slots = letterSlots(7, () => storage);
  slots.put(letter('2'));
  slots.put(letter('1'));
  letterSlots(77, () => storage).put(letter('other'));
  storage.setItem('theme', 'dark');
  assert.deepEqual(letterSlots(7, () => storage).all().map((l) => l.id), ['1', '2']);
  slots.drop('1');
  assert.deepEqual(slots.all().map((l) => l.id), ['2']);
  slots.clear();
  assert.equal(storage.length, 2);
  const off = letterSlots(7, () => { throw new Error('switched off'); });
  off.put(letter('3'));
  assert.deepEqual(off.all(), []);
});
