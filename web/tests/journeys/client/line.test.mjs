// The line to the hub over a fake socket and a clock turned by hand: when it comes back, what it believes, what is late.
import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { Line } from '../../../assets/js/line.js';
import { World, rest, sent } from './world.mjs';

let world;
let line;
let heard;
let unanswered;
const begin = (cursor = { epoch: 1, inbox: 5 }) => {
  world = new World();
  heard = { events: [], statuses: [], answers: [], reloads: [], opened: 0, lost: 0, tooMuch: 0 };
  unanswered = null;
  line = new Line({ url: 'ws://hub/ws', member: 7, cursor, world }, {
    event: (event, view, no) => heard.events.push(no),
    whisper: () => {},
    answer: (frame) => heard.answers.push(frame.id),
    reload: (cursor) => heard.reloads.push(cursor),
    open: () => (heard.opened += 1),
    lost: () => (heard.lost += 1),
    unanswered: () => unanswered,
    tooMuch: () => (heard.tooMuch += 1) === 1,
    status: (status, about) => heard.statuses.push(about ? [status, about.code] : status),
  });
};
beforeEach(() => begin());

test('it says its cursor and is online at once when nothing was missed', () => {
  world.last.welcomes({ inbox: 5 });
  assert.deepEqual(world.last.heard[0], { type: 'hello', epoch: 1, inbox: 5 });
  assert.deepEqual(heard.statuses, ['catching up', 'online']);
  assert.equal(heard.opened, 1);
});

test('without a cursor it begins at the head', () => {
  begin(null);
  world.last.welcomes({ inbox: 9 });
  assert.deepEqual(world.last.heard[0], { type: 'hello' });
  assert.deepEqual([line.cursor, line.status], [{ epoch: 1, inbox: 9 }, 'online']);
});

test('it is catching up until the last event that was missed is in', () => {
  world.last.welcomes({ inbox: 7 });
  world.last.says(sent(6));
  assert.equal(line.status, 'catching up');
  world.last.says(sent(7));
  assert.equal(line.status, 'online');
});

test('an event that comes twice is told once, and the cursor has moved before it is told', () => {
  world.last.welcomes({ inbox: 5 });
  world.last.says(sent(6)).says(sent(6)).says(sent(5)).says(sent(7));
  assert.deepEqual(heard.events, [6, 7]);
  begin();
  const failing = new Line({ url: '', member: 7, cursor: { epoch: 1, inbox: 5 }, world }, {
    event: () => { throw new Error('a page that falls over'); },
    status() {}, open() {}, lost() {}, unanswered: () => null,
  });
  world.last.welcomes({ inbox: 6 });
  assert.throws(() => world.last.says(sent(6)), /falls over/);
  assert.deepEqual([failing.cursor.inbox, failing.status], [6, 'online'], 'what fails, fails once');
});

test('it comes back by its cursor, waiting longer each time', () => {
  world.last.welcomes({ inbox: 5 }).says(sent(6)).breaks();
  assert.equal(line.status, 'offline');
  for (const wait of [125, 250, 500, 1000, 1500, 1500]) {
    const tries = world.sockets.length;
    world.turn(wait - 1);
    assert.equal(world.sockets.length, tries, `not before ${wait} ms`);
    world.turn(1);
    assert.equal(world.sockets.length, tries + 1, `after ${wait} ms`);
    world.last.breaks();
  }
  world.turn(1500);
  world.last.welcomes({ inbox: 6 });
  assert.deepEqual(world.last.heard[0], { type: 'hello', epoch: 1, inbox: 6 });
  assert.deepEqual(heard.statuses, ['catching up', 'online', 'offline', 'catching up', 'online']);
  const tries = world.sockets.length;
  world.last.breaks();
  world.turn(125);
  assert.equal(world.sockets.length, tries + 1, 'once it was online, waits begin small again');
});

test('a hub that falls over while it replays is not asked in a hurry', () => {
  for (let n = 0; n < 8; n += 1) {
    world.last.welcomes({ inbox: 900 }).breaks();
    world.turn(1500);
  }
  const tries = world.sockets.length;
  world.last.welcomes({ inbox: 900 }).breaks();
  world.turn(1499);
  assert.equal(world.sockets.length, tries);
});

test('while nobody looks it waits longer, and whoever comes to look does not wait', () => {
  line.look(false);
  world.last.breaks();
  for (const wait of [125, 250, 500, 1000, 2000, 4000, 8000]) {
    world.turn(wait);
    world.last.breaks();
  }
  const tries = world.sockets.length;
  world.turn(10_000);
  assert.equal(world.sockets.length, tries, 'up to 30 s');
  line.look(true);
  assert.equal(world.sockets.length, tries + 1);
});

test('a wait that the hub names is kept, once', () => {
  world.last.welcomes({ inbox: 5 }).says({ type: 'come_back', after_ms: 4321 }).breaks(4000);
  world.turn(4320);
  assert.equal(world.sockets.length, 1);
  world.turn(1);
  assert.equal(world.sockets.length, 2);
  world.last.breaks();
  world.turn(250);
  assert.equal(world.sockets.length, 3);
});

test('what an older socket calls back can do nothing', () => {
  const old = world.last.welcomes({ inbox: 5 });
  line.unplugged();
  world.turn(125);
  world.last.welcomes({ inbox: 5 });
  old.says(sent(6));
  old.says({ type: 'done', id: 'a', answer: 'done' });
  old.breaks(4100);
  assert.deepEqual([heard.events, heard.answers, line.status, line.cursor.inbox], [[], [], 'online', 5]);
});

test('what an older timer calls back can do nothing', () => {
  world.last.breaks(); // its next try is due in 125 ms
  line.now();
  world.last.welcomes({ inbox: 5 });
  world.turn(10_000);
  assert.equal(world.sockets.length, 2, 'neither the old try nor the old handshake’s patience');
});

test('a handshake that hangs is given up', () => {
  world.turn(8000);
  assert.equal(line.status, 'offline');
  world.turn(125);
  assert.equal(world.sockets.length, 2);
});

test('a line that looks open but answers nothing is dead', () => {
  world.last.welcomes({ inbox: 5 });
  unanswered = world.now();
  world.turn(8000);
  assert.equal(line.status, 'online');
  world.turn(2001);
  assert.notEqual(line.status, 'online');
  assert.ok(world.sockets[0].closed);
});

test('it asks whether anybody is there when it was quiet, when somebody comes to look, and after a sleep', () => {
  const pings = () => world.last.heard.filter((frame) => frame.type === 'ping').length;
  world.last.welcomes({ inbox: 5 });
  world.turn(15_000);
  assert.equal(pings(), 0);
  world.turn(2000);
  assert.equal(pings(), 1);
  world.last.says({ type: 'pong' });
  world.turn(15_000);
  assert.deepEqual([pings(), line.status], [1, 'online']);
  line.look(false);
  line.look(true);
  assert.equal(pings(), 2);
  world.last.says({ type: 'pong' });
  world.time += 60_000; // the lid was closed
  world.turn(2000);
  assert.equal(pings(), 3);
});

test('a line on which nobody answers a ping is dead, and said to be', () => {
  world.last.welcomes({ inbox: 5 });
  world.turn(17_000);
  world.turn(6000);
  assert.equal(heard.statuses.at(-1), 'offline');
  assert.ok(world.sockets[0].closed);
});

test('the codes that say so end it for good, and commands go nowhere', () => {
  world.last.welcomes({ inbox: 5 }).breaks(4100, 'you are logged out');
  world.turn(60_000);
  assert.deepEqual([world.sockets.length, heard.statuses.at(-1)], [1, ['over', 4100]]);
  line.now();
  assert.equal(line.say({ type: 'do' }), false);
  assert.equal(world.sockets.length, 1);
});

test('a frame that the hub would not read is given up once, then it comes back', () => {
  world.last.welcomes({ inbox: 5 }).breaks(4102);
  world.turn(125);
  assert.equal(world.sockets.length, 2);
  world.last.welcomes({ inbox: 5 }).breaks(4102);
  assert.deepEqual(heard.statuses.at(-1), ['over', 4102]);
});

test('another member’s welcome ends it', () => {
  world.last.welcomes({ user: 8, inbox: 5 });
  assert.deepEqual([line.status, heard.opened], ['over', 0]);
});

test('a handshake that is refused again and again: it asks who is logged in', async () => {
  world.who = null;
  for (const wait of [125, 250, 500]) {
    world.last.breaks();
    await rest(2);
    world.turn(wait);
  }
  assert.deepEqual(heard.statuses.at(-1), ['over', 4100]);
  begin();
  world.who = undefined; // no network
  for (const wait of [125, 250, 500, 1000]) {
    world.last.breaks();
    await rest(2);
    world.turn(wait);
  }
  assert.equal(line.status, 'offline');
});

test('numbers of another store mean nothing until the hub said where to go on', () => {
  world.last.welcomes({ epoch: 2, inbox: 3 });
  assert.equal(line.status, 'catching up', 'though 5 is more than 3');
  world.last.says({ type: 'reload', epoch: 2, inbox: 3 }).says(sent(4));
  assert.deepEqual([heard.reloads, line.cursor, line.status], [[{ epoch: 2, inbox: 3 }], { epoch: 2, inbox: 4 }, 'online']);
});

test('rewound for a page that has shown less, it hears again what came since', () => {
  world.last.welcomes({ inbox: 5 }).says(sent(6));
  line.rewind(4);
  assert.equal(line.status, 'catching up');
  world.last.welcomes({ inbox: 6 });
  assert.deepEqual(world.last.heard[0], { type: 'hello', epoch: 1, inbox: 4 });
  world.last.says(sent(5)).says(sent(6));
  assert.deepEqual([heard.events, line.status], [[6, 5, 6], 'online']);
});

test('a browser that would not even try is asked again later', () => {
  world.last.welcomes({ inbox: 5 });
  world.offline = true;
  world.last.breaks();
  world.turn(1000);
  world.offline = false;
  world.turn(1500);
  world.last.welcomes({ inbox: 5 });
  assert.equal(line.status, 'online');
});
