// A page's end of the client: whichever switchboard serves it, and whenever that changes, nothing is lost and nothing is shown
// twice. The browser around it is as small as it can be.
import assert from 'node:assert/strict';
import { beforeEach, mock, test } from 'node:test';
import { blocked, rest, send, sent } from './world.mjs';

const shelf = new Map();
globalThis.localStorage = {
  get length() {
    return shelf.size;
  },
  key: (at) => [...shelf.keys()][at],
  getItem: (key) => shelf.get(key) ?? null,
  setItem: (key, value) => shelf.set(key, value),
  removeItem: (key) => shelf.delete(key),
};
const listeners = {};
globalThis.document = { visibilityState: 'visible', addEventListener: (name, f) => (listeners[name] = f) };
globalThis.navigator ??= {};
globalThis.addEventListener = (name, f) => (listeners[name] = f);
const { Hub, Refused } = await import('../../../assets/js/socket.js');

let carriers;
let shown;
/** A way to a switchboard that a test plays. */
const way = (who, on) => {
  const carrier = { who, on, heard: [], open: true, way: `way ${carriers.length}`, post: (message) => carrier.heard.push(structuredClone(message)), close: () => (carrier.open = false) };
  carriers.push(carrier);
  on.attach();
  return carrier;
};
const begin = (ways = [way]) => {
  carriers = [];
  shown = { events: [], outbox: [], stored: [], reloads: 0, closed: [] };
  return new Hub({ member: 7, url: 'ws://hub/ws', cursor: { epoch: 1, inbox: 5 } }, {
    event: (event, view, no) => shown.events.push(no),
    stored: (id) => shown.stored.push(id),
    reload: () => (shown.reloads += 1),
    roomClosed: (room) => shown.closed.push(room),
  }, ways);
};
const last = () => carriers.at(-1);
const says = (...messages) => messages.forEach((message) => last().on.hear(message));
const of = (type, carrier = last()) => carrier.heard.filter((message) => message.type === type);
beforeEach(() => shelf.clear());

test('it attaches with where it was rendered, and with what it wants, again and again', async () => {
  const hub = begin();
  hub.watch([44], [12]);
  hub.openRoom(9, 20);
  hub.read(44, 3);
  const wish = hub.do({ matches: {} }, { id: 'a' });
  await rest();
  last().heard.length = 0;
  last().on.attach(); // another page leads now
  await rest();
  assert.deepEqual(of('attach')[0].cursor, { epoch: 1, inbox: 5 });
  assert.deepEqual(last().heard.slice(1).map((m) => m.type).sort(), ['do', 'read', 'room', 'watch']);
  says({ type: 'done', id: 'a', answer: 'done' });
  assert.equal(await wish, 'done');
  last().heard.length = 0;
  last().on.attach();
  await rest();
  assert.deepEqual(of('do'), [], 'what is answered is not said again');
});

test('an event is shown once, and the cursor has moved before it is', async () => {
  const hub = begin();
  await rest();
  const event = (no) => ({ type: 'event', no, event: sent(no).event, view: 'none' });
  says(event(6), event(6), event(5), event(7));
  assert.deepEqual(shown.events, [6, 7]);
  hub.on.event = () => { throw new Error('falls over'); };
  assert.throws(() => says(event(8)), /falls over/);
  last().on.attach();
  await rest();
  assert.equal(of('attach').at(-1).cursor.inbox, 8);
});

test('a refused wish rejects with the refusal', async () => {
  const hub = begin();
  const wish = hub.do({});
  says({ type: 'refused', id: of('do')[0].id, refusal: blocked });
  await assert.rejects(wish, (error) => error instanceof Refused && error.refusal.code === 'messaging.blocked');
});

test('a letter is kept before it is sent, and goes along until it is on disk', async () => {
  const hub = begin();
  await rest();
  const id = hub.write(44, send(44, 'hello'));
  assert.equal(shelf.size, 1, 'at once');
  last().on.attach();
  await rest();
  assert.deepEqual(of('attach').at(-1).letters.map((l) => l.id).filter((one, at, all) => all.indexOf(one) === at), [id]);
  says({ type: 'kept', id, durable: false });
  assert.equal(shelf.size, 1, 'memory is not enough');
  says({ type: 'kept', id, durable: true });
  assert.equal(shelf.size, 0);
  last().on.attach();
  await rest();
  assert.deepEqual(of('attach').at(-1).letters, []);
});

test('without any storage a letter still goes along from one switchboard to the next', async () => {
  const storage = globalThis.localStorage;
  delete globalThis.localStorage;
  const hub = begin();
  const id = hub.write(44, send(44, 'hello'));
  await rest();
  assert.deepEqual(of('attach')[0].letters.map((l) => l.id), [id]);
  says({ type: 'stored', id, answer: {} });
  assert.deepEqual(shown.stored, [id]);
  last().on.attach();
  await rest();
  assert.deepEqual(of('attach').at(-1).letters, []);
  globalThis.localStorage = storage;
});

test('a line of a room’s log is shown once', async () => {
  const hub = begin();
  hub.openRoom(9, 20);
  await rest();
  const line = (log_no) => ({ type: 'event', event: { rooms: { joined: { room: 9, log_no } } }, view: 'none' });
  says(line(19), line(20), line(21), line(21), line(22));
  assert.equal(shown.events.length, 2);
  says({ type: 'room reload', room: 9, logNo: 90 }, line(90));
  assert.deepEqual([shown.events.length, shown.reloads], [2, 1]);
  says({ type: 'room closed', room: 9, refusal: blocked });
  assert.deepEqual(shown.closed, [9]);
});

test('a switchboard that does not answer is left for the next way, and what it says later is not heard', async () => {
  mock.timers.enable({ apis: ['setTimeout'] });
  begin([way, () => null, way]);
  for (let n = 0; n < 10; n += 1) await Promise.resolve();
  mock.timers.tick(4000);
  mock.timers.reset();
  await rest();
  assert.deepEqual([carriers.length, carriers[0].open, of('attach').length], [2, false, 1]);
  carriers[0].on.hear({ type: 'event', no: 6, event: sent(6).event, view: 'none' });
  carriers[0].on.attach();
  await rest();
  assert.deepEqual([shown.events, of('attach').length], [[], 1]);
});

test('when it is over it is over', async () => {
  const hub = begin();
  await rest();
  says({ type: 'status', status: 'over', about: { code: 4100 } });
  assert.deepEqual([hub.status, hub.online, last().open], ['over', false, false]);
});

test('a page that is put away says goodbye, and comes back where it was', async () => {
  begin();
  await rest();
  says({ type: 'event', no: 6, event: sent(6).event, view: 'none' });
  listeners.pagehide({});
  assert.deepEqual([of('bye').length, last().open], [1, false]);
  listeners.pageshow({ persisted: true });
  await rest();
  assert.deepEqual([carriers.length, of('attach')[0].cursor.inbox], [2, 6]);
  carriers[0].on.hear({ type: 'event', no: 7, event: sent(7).event, view: 'none' });
  assert.deepEqual(shown.events, [6], 'the old one is not heard any more');
});
