// The switchboard: several pages, one line, one outbox, the same counts. The database is fake-indexeddb, the rest is a world
// turned by hand.
import 'fake-indexeddb/auto';
import assert from 'node:assert/strict';
import { IDBFactory } from 'fake-indexeddb';
import { beforeEach, test } from 'node:test';
import { Switchboard } from '../../../assets/js/hub.js';
import { openStore } from '../../../assets/js/store.js';
import { World, blocked, busy, dice, read, rest, send, sent } from './world.mjs';

let world;
let factory;
beforeEach(() => {
  world = new World();
  factory = new IDBFactory();
});

const open = async (around = world, epoch = 1) =>
  new Switchboard({ member: 7, epoch, url: 'ws://hub/ws', store: await openStore(7, () => factory), world: around });

/** A page: what it was told, and how it speaks. */
class Page {
  told = [];
  constructor(switchboard) {
    this.switchboard = switchboard;
    this.port = { post: (message) => this.told.push(structuredClone(message)) };
  }
  async says(...messages) {
    for (const message of messages) this.switchboard.hear(this.port, message);
    await rest();
    return this;
  }
  attach(inbox = 5, more = {}) {
    return this.says({ type: 'attach', cursor: { epoch: 1, inbox }, visible: true, letters: [], ...more });
  }
  write(id, conversation = 44) {
    return this.says({ type: 'write', letter: { id, conversation, command: send(conversation, id), at: world.now() } });
  }
  of(type) {
    return this.told.filter((message) => message.type === type);
  }
  get events() {
    return this.of('event').map((message) => message.no);
  }
  get status() {
    return this.of('status').at(-1).status;
  }
  get counts() {
    const { total, of } = this.of("counts").at(-1);
    return { total, of };
  }
  get letters() {
    return this.of('outbox').at(-1).letters.map((letter) => [letter.id, letter.state]);
  }
}
const page = async (switchboard, inbox, more) => new Page(switchboard).attach(inbox, more);
const bodies = (socket) => socket.wishes.map((wish) => wish.id);
const done = (id, no) => ({ type: 'done', id, answer: { message: { conversation: 44, no, sent_at: 0 } } });

/** A hub that stores what comes, each id once, in order. */
function store(books, socket, { id, command }) {
  const { conversation, body } = command.messaging.send;
  let at = books.findIndex((known) => known.id === id);
  if (at < 0) at = books.push({ id, conversation, body }) - 1;
  const no = books.slice(0, at + 1).filter((b) => b.conversation === conversation).length;
  socket.says({ type: 'done', id, answer: { message: { conversation, no, sent_at: 0 } } });
}

test('two pages have one line, and each hears what it has not shown yet', async () => {
  const switchboard = await open();
  const first = await page(switchboard, 5);
  world.last.welcomes({ inbox: 5 }).says(sent(6)).says(sent(7));
  const second = await page(switchboard, 6);
  world.last.says(sent(8));
  assert.equal(world.sockets.length, 1);
  assert.deepEqual([first.events, second.events], [[6, 7, 8], [7, 8]]);
  assert.equal(second.status, 'online');
});

test('a page that has shown less than the line has heard is caught up by the hub', async () => {
  const switchboard = await open();
  await page(switchboard, 50);
  world.last.welcomes({ inbox: 50 });
  const older = await page(switchboard, 40);
  assert.equal(world.sockets.length, 2);
  world.last.welcomes({ inbox: 50 });
  assert.deepEqual(world.last.heard[0], { type: 'hello', epoch: 1, inbox: 40 });
  for (let no = 41; no <= 50; no += 1) world.last.says(sent(no));
  assert.deepEqual([older.events.length, older.status], [10, 'online']);
});

test('a page that is too far behind, or of another store, is told to load anew, and no other', async () => {
  const switchboard = await open();
  const good = await page(switchboard, 5000);
  world.last.welcomes({ inbox: 5000 });
  const old = await page(switchboard, 10);
  const foreign = await page(switchboard, 5000, { cursor: { epoch: 3, inbox: 5000 } });
  assert.deepEqual([good, old, foreign].map((p) => p.of('reload').length), [0, 1, 1]);
  assert.equal(world.sockets.length, 1);
});

test('wishes find their page, and go again on the next line', async () => {
  const switchboard = await open();
  const [ana, bo] = [await page(switchboard), await page(switchboard)];
  world.last.welcomes({ inbox: 5 });
  await ana.says({ type: 'do', id: 'a', command: {} });
  world.last.breaks();
  world.turn(125);
  world.last.welcomes({ inbox: 5 });
  assert.deepEqual(bodies(world.last), ['a']);
  world.last.says({ type: 'done', id: 'a', answer: 'done' });
  assert.deepEqual([ana.of('done').length, bo.of('done').length], [1, 0]);
});

test('of cursors only the newest is said', async () => {
  const switchboard = await open();
  const ana = await page(switchboard);
  for (const upto of [1, 2, 3]) await ana.says({ type: 'read', conversation: 44, upto });
  world.last.welcomes({ inbox: 5 });
  assert.deepEqual(world.last.wishes.map((wish) => wish.command.messaging.read.upto), [3]);
});

test('what is written offline is kept, and flushed in order by whoever comes next', async () => {
  const before = await page(await open());
  for (const id of ['1', '2', '3']) await before.write(id);
  assert.deepEqual(before.letters, [['1', 'waiting'], ['2', 'waiting'], ['3', 'waiting']]);
  assert.deepEqual(before.of('kept').map((k) => [k.id, k.durable]), [['1', true], ['2', true], ['3', true]]);

  // The browser is closed and opened again.
  world = new World();
  const after = await page(await open());
  assert.deepEqual(after.letters.map(([id]) => id), ['1', '2', '3']);
  const books = [];
  world.onframe = (socket, frame) => frame.type === 'do' && queueMicrotask(() => store(books, socket, frame));
  world.last.welcomes({ inbox: 5 });
  await rest();
  assert.deepEqual(books.map((b) => b.body), ['1', '2', '3']);
  assert.deepEqual(after.of('stored').map((s) => s.answer.message.no), [1, 2, 3]);
  assert.deepEqual(await (await openStore(7, () => factory)).letters(), []);
});

test('what was on its way when the line was lost goes again first, under its id', async () => {
  const switchboard = await open();
  const ana = await page(switchboard);
  world.last.welcomes({ inbox: 5 });
  await ana.write('1');
  await ana.write('2');
  assert.deepEqual(bodies(world.last), ['1'], 'one at a time');
  assert.deepEqual(ana.letters, [['1', 'under way'], ['2', 'waiting']]);
  world.last.breaks();
  assert.deepEqual(ana.letters, [['1', 'waiting'], ['2', 'waiting']]);
  world.turn(125);
  world.last.welcomes({ inbox: 5 });
  await rest();
  assert.deepEqual(bodies(world.last), ['1']);
  world.last.says(done('1', 1));
  await rest();
  assert.deepEqual(bodies(world.last), ['1', '2']);
});

test('a busy hub is asked again when it says so, and the rest waits behind', async () => {
  const ana = await page(await open());
  world.last.welcomes({ inbox: 5 });
  await ana.write('1');
  await ana.write('2');
  world.last.says({ type: 'refused', id: '1', refusal: busy });
  world.turn(699);
  assert.deepEqual(bodies(world.last), ['1']);
  world.turn(1);
  assert.deepEqual(bodies(world.last), ['1', '1']);
});

test('what is refused keeps its words over a restart, and is sent again as a new command or thrown away', async () => {
  const ana = await page(await open());
  world.last.welcomes({ inbox: 5 });
  await ana.write('1');
  await ana.write('2');
  world.last.says({ type: 'refused', id: '1', refusal: blocked });
  await rest();
  assert.deepEqual(bodies(world.last), ['1', '2'], 'it holds nothing up');
  world.last.says({ type: 'refused', id: '2', refusal: blocked });
  await rest();

  world = new World();
  const later = await page(await open());
  const [first] = later.of('outbox').at(-1).letters;
  assert.deepEqual([first.id, first.state, first.command, first.refusal], ['1', 'refused', send(44, '1'), blocked]);
  world.last.welcomes({ inbox: 5 });
  await rest();
  assert.deepEqual(bodies(world.last), [], 'it does not go by itself');
  await later.says({ type: 'again', id: '1', next: '1-again' }, { type: 'away', id: '2' });
  assert.deepEqual(bodies(world.last), ['1-again']);
  world.last.says(done('1-again', 1));
  await rest();
  assert.deepEqual([later.letters, await (await openStore(7, () => factory)).letters()], [[], []]);
});

test('two switchboards of one browser send nothing twice and nothing out of order', async () => {
  const [one, two] = [await open(), await open()];
  const [ana, bo] = [await page(one), await page(two)];
  for (const id of ['1', '2', '3']) await ana.write(id);
  for (const id of ['4', '5']) await bo.write(id);
  const [books, sentBy] = [[], []];
  world.onframe = (socket, frame) => {
    if (frame.type !== 'do') return;
    sentBy.push(frame.id);
    setImmediate(() => store(books, socket, frame));
  };
  world.sockets[0].welcomes({ inbox: 5 });
  world.sockets[1].welcomes({ inbox: 5 });
  await rest(200);
  assert.deepEqual(books.map((b) => b.body), ['1', '2', '3', '4', '5']);
  assert.deepEqual(sentBy, ['1', '2', '3', '4', '5'], 'each was said once');
  assert.deepEqual([ana.letters, bo.letters], [[], []]);
});

test('a letter that a closed page left in its slot is taken up, once', async () => {
  const letters = [{ id: '1', conversation: 44, command: send(44, '1'), at: 0 }];
  const switchboard = await open();
  const ana = await page(switchboard, 5, { letters });
  world.last.welcomes({ inbox: 5 });
  await rest();
  world.last.says(done('1', 1));
  await rest();
  const bo = await page(switchboard, 5, { letters });
  assert.deepEqual([bodies(world.last), bo.of('kept').map((k) => k.id), ana.letters], [['1'], ['1'], []]);
});

test('whoever is leaving sends nothing more, until a page of theirs opens', async () => {
  const switchboard = await open();
  const ana = await page(switchboard);
  await ana.write('1');
  await ana.says({ type: 'pause', paused: true });
  world.last.welcomes({ inbox: 5 });
  await rest();
  assert.deepEqual(bodies(world.last), []);
  await page(switchboard);
  assert.deepEqual(bodies(world.last), ['1']);
});

test('whoever is asked whether to leave sends nothing meanwhile, and all of it when they stay', async () => {
  const ana = await page(await open());
  await ana.write('1');
  await ana.says({ type: 'pause', paused: true });
  world.last.welcomes({ inbox: 5 });
  await rest();
  assert.deepEqual(bodies(world.last), []);
  await ana.says({ type: 'pause', paused: false });
  await rest();
  assert.deepEqual(bodies(world.last), ['1']);
});

test('a letter that the hub can’t read is refused here, and one too large for a frame is never sent', async () => {
  const ana = await page(await open());
  world.last.welcomes({ inbox: 5 });
  await ana.write('x'.repeat(33_000));
  assert.deepEqual([bodies(world.last), ana.letters[0][1]], [[], 'refused']);
  await ana.write('1');
  world.last.breaks(4102);
  await rest();
  assert.deepEqual(ana.letters.at(-1), ['1', 'refused']);
  assert.equal(ana.status, 'offline', 'and the line comes back');
});

test('counts are the same on every page: what waits, what is read here, what is read elsewhere', async () => {
  world.unread = [{ conversation: 44, head: 3, read: 1, muted: false }];
  const switchboard = await open();
  const [ana, bo] = [await page(switchboard), await page(switchboard)];
  world.last.welcomes({ inbox: 5 });
  assert.deepEqual(ana.of('counts'), [], 'what is not known is not said');
  world.turn(0);
  await rest();
  assert.deepEqual([ana.counts, bo.counts], [{ total: 2, of: { 44: 2 } }, { total: 2, of: { 44: 2 } }]);
  world.last.says(sent(6, { conversation: 51, message: 9 }));
  assert.deepEqual(bo.counts, { total: 3, of: { 44: 2, 51: 1 } });
  await ana.says({ type: 'read', conversation: 44, upto: 3 });
  assert.deepEqual(bo.counts, { total: 1, of: { 51: 1 } });
  world.last.says(read(51, 9));
  assert.deepEqual(ana.counts, { total: 0, of: {} });
});

test('what was read on another device while no line stood is found out', async () => {
  world.unread = [{ conversation: 44, head: 3, read: 1, muted: false }];
  const ana = await page(await open());
  world.last.welcomes({ inbox: 5 });
  world.turn(0);
  await rest();
  world.last.breaks();
  world.unread = [];
  world.turn(125);
  world.last.welcomes({ inbox: 5 });
  world.turn(1000);
  await rest();
  assert.deepEqual(ana.counts, { total: 0, of: {} });
});

test('cursor and counts are kept together, and of another store not used', async () => {
  const ana = await page(await open());
  world.last.welcomes({ inbox: 5 }).says(sent(6, { message: 4 })).says(sent(7, { message: 5 }));
  await rest();
  const kept = await (await openStore(7, () => factory)).load();
  assert.deepEqual([kept.cursor, kept.conversations], [{ epoch: 1, inbox: 7 }, [{ conversation: 44, head: 5, read: 3 }]]);
  assert.deepEqual(ana.events, [6, 7]);
  world.last.says({ type: 'reload', epoch: 2, inbox: 1 });
  await rest();
  const anew = await (await openStore(7, () => factory)).load();
  assert.deepEqual([anew.cursor, anew.conversations, ana.of('reload').length], [{ epoch: 2, inbox: 1 }, [], 1]);
});

test('what was kept of another store counts for nothing in this one', async () => {
  await (await openStore(7, () => factory)).save({ epoch: 1, inbox: 90 }, [{ conversation: 44, head: 50, read: 50 }]);
  const ana = await page(await open(world, 2), 5, { cursor: { epoch: 2, inbox: 5 } });
  world.last.welcomes({ epoch: 2, inbox: 5 });
  world.turn(0);
  await rest();
  world.last.says(sent(6, { message: 3 }));
  assert.deepEqual(ana.counts, { total: 1, of: { 44: 1 } });
});

test('what comes in is said to have been delivered, once for all that came together, unless it is read by then', async () => {
  const ana = await page(await open());
  world.last.welcomes({ inbox: 5 }).says(sent(6, { message: 1 })).says(sent(7, { message: 2 })).says(sent(8, { conversation: 51, message: 1 }));
  await ana.says({ type: 'read', conversation: 51, upto: 1 });
  world.turn(1000);
  assert.deepEqual(world.last.wishes.map((wish) => Object.entries(wish.command.messaging)[0]), [
    ['read', { conversation: 51, upto: 1 }],
    ['deliver', { conversation: 44, upto: 2 }],
  ]);
});

test('what all pages show is watched together, and a later page hears who is here', async () => {
  const switchboard = await open();
  const ana = await page(switchboard);
  world.last.welcomes({ inbox: 5 });
  await ana.says({ type: 'watch', conversations: [44], people: [12] });
  world.last.says({ type: 'whisper', whisper: { what: 'here', user: 12, here: true } });
  const bo = await page(switchboard);
  await bo.says({ type: 'watch', conversations: [51], people: [12, 31] });
  assert.deepEqual(world.last.heard.at(-1).whisper, { what: 'watch', conversations: [44, 51], people: [12, 31] });
  assert.deepEqual(bo.of('whisper').map((w) => w.whisper.user), [12]);
  switchboard.leave(bo.port);
  assert.deepEqual(world.last.heard.at(-1).whisper, { what: 'watch', conversations: [44], people: [12] });
  world.last.breaks();
  world.turn(125);
  world.last.welcomes({ inbox: 5 });
  assert.deepEqual(world.last.heard[1].whisper.people, [12], 'and said again on the next line');
});

test('a room is opened once for all pages that show it, from the least that one of them has shown, and on each new line', async () => {
  const switchboard = await open();
  const [ana, bo] = [await page(switchboard), await page(switchboard)];
  world.last.welcomes({ inbox: 5 });
  const opened = () => world.last.heard.filter((frame) => frame.type === 'open_room').map((frame) => frame.log_no);
  const line = (log_no) => world.last.says({ type: 'event', event: { rooms: { joined: { room: 9, log_no } } }, view: 'none' });
  await ana.says({ type: 'room', room: 9, logNo: 20 });
  line(21);
  await bo.says({ type: 'room', room: 9, logNo: 21 });
  assert.deepEqual(opened(), [20]);
  const cy = await page(switchboard);
  await cy.says({ type: 'room', room: 9, logNo: 18 });
  for (const no of [19, 20, 21, 22]) line(no);
  assert.deepEqual([opened(), cy.of('event').length], [[20, 18], 4]);
  world.last.breaks();
  world.turn(125);
  world.last.welcomes({ inbox: 5 });
  assert.deepEqual(opened(), [22], 'where the last line ended');
  world.last.says({ type: 'room_opened', room: 9, log_no: 900, reload: true });
  assert.deepEqual(ana.of('room reload').map((r) => r.logNo), [900]);
  world.last.says({ type: 'room_closed', room: 9, refusal: { ...blocked, retry_after_ms: 300 } });
  world.turn(300);
  assert.deepEqual(opened(), [22, 900]);
  for (const p of [ana, bo]) switchboard.leave(p.port);
  assert.ok(!world.last.heard.some((frame) => frame.type === 'close_room'));
  switchboard.leave(cy.port);
  assert.deepEqual(world.last.heard.at(-1), { type: 'close_room', room: 9 });
});

test('what is said in a room is in no sum, and a page that comes later hears how far the rooms are', async () => {
  const switchboard = await open();
  const ana = await page(switchboard);
  world.last.welcomes({ inbox: 5 });
  await rest();
  const said = { type: 'event', event: { messaging: { sent: { conversation: 9, no: 3, log_no: 4, by: 12, to: [] } } }, view: 'none' };
  world.last.says(said);
  assert.equal(ana.of('event').length, 1);
  assert.ok(ana.of('counts').every((c) => c.total === 0 && c.of[9] === undefined));
  world.turn(2000);
  assert.ok(!world.last.heard.some((frame) => frame.command?.messaging?.deliver), 'nobody is told that it was delivered');
  for (const message_no of [3, 4]) world.last.says({ type: 'whisper', whisper: { what: 'room_head', room: 9, message_no } });
  const bo = await page(switchboard);
  assert.deepEqual(bo.of('whisper').map((w) => w.whisper.message_no), [4]);
});

test('one page that is looked at is enough for short waits, and none makes them long', async () => {
  const switchboard = await open();
  const [ana, bo] = [await page(switchboard), await page(switchboard)];
  const tries = () => {
    for (let n = 0; n < 8; n += 1) {
      world.last.breaks();
      world.turn(1500);
    }
    const before = world.sockets.length;
    world.last.breaks();
    world.turn(1500);
    return world.sockets.length - before;
  };
  await ana.says({ type: 'visible', visible: false });
  assert.equal(tries(), 1);
  await bo.says({ type: 'visible', visible: false });
  world.dice = 0.9;
  for (let n = 0; n < 8; n += 1) {
    const before = world.sockets.length;
    world.last.breaks();
    while (world.sockets.length === before) world.turn(100);
  }
  const before = world.sockets.length;
  world.last.breaks();
  world.turn(20_000);
  assert.equal(world.sockets.length, before);
  await bo.says({ type: 'visible', visible: true });
  assert.equal(world.sockets.length, before + 1, 'at once');
});

test('whatever falls over: each letter is stored once and in order, each page hears each event once, counts end right', async () => {
  for (let seed = 1; seed <= 25; seed += 1) {
    world = new World();
    factory = new IDBFactory();
    const roll = dice(seed);
    world.random = roll;
    const hub = { books: [], inbox: 5 };
    world.onframe = (socket, frame) => {
      if (frame.type !== 'do' || !frame.command.messaging.send) return;
      setImmediate(() => {
        if (socket.closed || roll() < 0.1) return; // lost on the way
        if (roll() < 0.1) {
          socket.says({ type: 'refused', id: frame.id, refusal: busy });
          return;
        }
        if (roll() < 0.15) {
          store(hub.books, { says() {} }, frame); // stored, and the answer is lost with the line
          socket.breaks();
          return;
        }
        store(hub.books, socket, frame);
      });
    };
    let boards = [await open(), await open()];
    let pages = [await page(boards[0]), await page(boards[1])];
    const written = [];
    const welcomeAll = () => {
      for (const socket of world.sockets) if (!socket.closed && !socket.heard.length) socket.welcomes({ inbox: hub.inbox });
    };
    for (let turn = 0; turn < 40; turn += 1) {
      const what = roll();
      if (what < 0.4) {
        const id = `${seed}-${written.length}`;
        const conversation = 44 + Math.floor(roll() * 2);
        written.push({ id, conversation });
        pages[written.length % 2].says({ type: 'write', letter: { id, conversation, command: send(conversation, id), at: 0 } });
      } else if (what < 0.6) world.last.closed || world.last.breaks();
      else if (what < 0.65) {
        // The browser is closed and opened again.
        await rest();
        for (const board of boards) board.end();
        boards = [await open(), await open()];
        pages = [await page(boards[0], hub.inbox), await page(boards[1], hub.inbox)];
      } else world.turn(roll() * 2000);
      welcomeAll();
      await rest(3);
    }
    for (let calm = 0; calm < 120 && hub.books.length < written.length + 1; calm += 1) {
      world.turn(2500);
      welcomeAll();
      await rest(4);
    }
    for (const conversation of [44, 45]) {
      const of = (letters) => letters.filter((l) => l.conversation === conversation).map((l) => l.id);
      // Two pages that write at one time have no order between them; each page's own letters keep theirs.
      for (const half of [0, 1]) {
        const by = (letters) => of(letters).filter((id) => (Number(id.split('-')[1]) + 1) % 2 === half);
        assert.deepEqual(by(hub.books), by(written), `seed ${seed}, conversation ${conversation}`);
      }
    }
  }
});

test('pages are used together: active once a minute, idle when none is, and from page to page nobody is', async () => {
  const whispers = () => world.last.heard.filter((frame) => ['active', 'idle'].includes(frame.whisper?.what)).map((frame) => frame.whisper.what);
  const switchboard = await open();
  const ana = await page(switchboard, 5);
  world.last.welcomes({ inbox: 5 });
  const bo = await page(switchboard, 5);
  await ana.says({ type: 'used' });
  assert.deepEqual(whispers(), [], 'a new line counts as used');
  for (let n = 0; n < 7; n += 1) {
    world.turn(9_000);
    world.last.says({ type: 'pong' });
  }
  await ana.says({ type: 'used' }, { type: 'used' });
  assert.deepEqual(whispers(), ['active']);
  await ana.says({ type: 'idle' });
  assert.deepEqual(whispers(), ['active'], 'the other page is used');
  await bo.says({ type: 'idle' });
  assert.deepEqual(whispers(), ['active', 'idle']);
  world.last.breaks();
  world.turn(2_000);
  world.last.welcomes({ inbox: 5 });
  await rest();
  assert.deepEqual(whispers(), ['idle'], 'a new line hears that nobody uses it');
  await bo.says({ type: 'used' });
  switchboard.leave(bo.port);
  switchboard.leave(ana.port);
  await page(switchboard, 5);
  assert.deepEqual(whispers(), ['idle', 'active', 'idle', 'active'], 'what was left behind was idle, no page says nothing, the next is used');
});

test('a later page hears who is away, and when somebody was here, as long as they are watched', async () => {
  const switchboard = await open();
  const ana = await page(switchboard, 5);
  world.last.welcomes({ inbox: 5 });
  await ana.says({ type: 'watch', conversations: [], people: [12, 31] });
  world.last.says({ type: 'whisper', whisper: { what: 'away', user: 12 } });
  world.last.says({ type: 'whisper', whisper: { what: 'here', user: 31, here: false } });
  world.last.says({ type: 'whisper', whisper: { what: 'seen', user: 31, at: 900 } });
  const bo = await page(switchboard, 5);
  await bo.says({ type: 'watch', conversations: [], people: [12, 31] });
  assert.deepEqual(bo.of('whisper').map((m) => m.whisper.what), ['away', 'here', 'seen']);
  await bo.says({ type: 'watch', conversations: [], people: [] });
  await ana.says({ type: 'watch', conversations: [], people: [] });
  const cy = await page(switchboard, 5);
  await cy.says({ type: 'watch', conversations: [], people: [12, 31] });
  assert.deepEqual(cy.of('whisper'), []);
});
