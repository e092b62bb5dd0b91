// The hub's own client in a real browser: one socket for all pages, an outbox that outlives the browser, words that are true.
import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, afterEach, before, test } from 'node:test';
import { openProfile, person, personIn, startBrowser, startHubWithin, until } from './hub.mjs';

let hub;
let browser;
before(async () => {
  // More people sign up here than from one address in an hour.
  hub = await startHubWithin('sign_ups_an_hour = 1000\n');
  browser = await startBrowser();
});
after(async () => {
  await browser?.close();
  await hub?.stop();
});

// What a test that fails leaves open would keep the next one from passing, and this process from ending.
const wires = new Set();
afterEach(async () => {
  for (const wire of wires) wire.stop();
  for (const context of browser.contexts()) await context.close();
});

const socketsAre = (wanted, why) => until(`${wanted} sockets: ${why}`, async () => (await hub.sockets()) === wanted);
let people = 0;
/** Two who talk: {ana, bo, path}. */
async function pair(browserOf = browser, options = {}) {
  people += 1;
  const ana = await person(browserOf, hub, `Ana${people}`, options);
  const bo = await person(browser, hub, `Bo${people}`);
  await ana.signUp();
  await bo.signUp();
  await bo.go(`/@Ana${people}`);
  await bo.page.fill('#hello textarea', 'Hello');
  await bo.page.click('#hello form .btn-primary');
  await bo.page.waitForURL('**/messages/*');
  const path = new URL(bo.page.url()).pathname;
  await ana.go(path);
  await online(ana.page);
  await online(bo.page);
  return { ana, bo, path };
}

const online = (page) => page.locator('body[data-socket=online]').waitFor();
const write = async (page, words) => {
  await page.fill('[data-composer] textarea', words);
  await page.press('[data-composer] textarea', 'Enter');
};
const bodies = (page, mine) => page.locator(`.message${mine ? '.is-mine' : ':not(.is-mine)'} [data-slot=body]`).allInnerTexts();
const tickOf = (page, words) => page.locator('.message.is-mine', { hasText: words }).getAttribute('data-tick');
const stored = (page, words) => page.locator('.message.is-mine:is([data-tick=stored], [data-tick=delivered], [data-tick=read])', { hasText: words }).waitFor({ timeout: 30_000 });
const unread = (page) => page.locator('.top [data-unread] [data-number]').innerText().then(Number);
/** What the title counts beside the bell: unread messages. */
const title = async (page) => Number(/^\((\d+)\)/.exec(await page.title())?.[1] ?? 0) - Number(await page.locator('.bell [data-number]').textContent());
const line = (page) => page.locator('[data-line]').innerText();
/** What a browser that can do less has. */
const without = (...names) => [`for (const name of ${JSON.stringify(names)}) { if (name === 'locks') Object.defineProperty(navigator, 'locks', { value: undefined }); else if (name === 'indexedDB') Object.defineProperty(window, 'indexedDB', { get() { throw new DOMException('private', 'SecurityError'); } }); else delete window[name]; }`];

/** The way to the hub, that can be cut: what a browser’s own "offline" does not do to a worker’s socket. */
async function startWire() {
  const target = new URL(hub.url);
  const open = new Set();
  let up = true;
  const server = createServer((from) => {
    if (!up) return from.destroy();
    const to = connect(Number(target.port), target.hostname);
    for (const end of [from, to]) {
      open.add(end);
      end.on('error', () => {});
      end.on('close', () => {
        open.delete(end);
        from.destroy();
        to.destroy();
      });
    }
    from.pipe(to).pipe(from);
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const wire = {
    url: `http://127.0.0.1:${server.address().port}`,
    cut() {
      up = false;
      for (const end of open) end.destroy();
    },
    mend: () => (up = true),
    stop() {
      for (const end of open) end.destroy();
      server.close();
      wires.delete(wire);
    },
  };
  wires.add(wire);
  return wire;
}

test('two pages of a browser have one socket, and count the same', async () => {
  const { ana, bo, path } = await pair();
  await socketsAre(2, 'hers and his');
  const second = await ana.context.newPage();
  await second.goto(`${hub.url}/home`);
  const third = await ana.context.newPage();
  await third.goto(`${hub.url}/messages`);
  for (const page of [second, third]) await online(page);
  assert.equal(await hub.sockets(), 2, 'still one each');

  // She looks elsewhere; it counts on every page, and goes from every page when she reads it on one.
  await ana.go('/home');
  await online(ana.page);
  for (const words of ['one', 'two']) await write(bo.page, words);
  for (const page of [ana.page, second, third]) {
    await until('two are unread', async () => (await unread(page)) === 2 && (await title(page)) === 2);
  }
  assert.equal(await third.locator('[data-unread-of] [data-number]').first().innerText(), '2');
  await second.goto(hub.url + path);
  for (const page of [ana.page, second, third]) {
    await until('all is read', async () => (await title(page)) === 0 && (await page.locator('.top [data-unread]').isHidden()));
  }
  await bo.page.locator('.message.is-mine[data-tick=read]', { hasText: 'two' }).waitFor();
  assert.equal(await hub.sockets(), 2);

  for (const page of [ana.page, second, third]) await page.close();
  await socketsAre(1, 'hers ends with her last page');
  assert.deepEqual([...ana.trouble, ...bo.trouble], []);
  await ana.context.close();
  await bo.context.close();
});

test('without SharedWorker one page leads, another takes over when it goes, and nothing is lost', async () => {
  await socketsAre(0, 'everybody else has gone');
  const { ana, bo, path } = await pair();
  await ana.context.addInitScript({ content: without('SharedWorker')[0] });
  await ana.page.reload();
  await online(ana.page);
  const second = await ana.context.newPage();
  await second.goto(hub.url + path);
  await online(second);
  await socketsAre(2, 'one each');
  await write(second, 'over the leader');
  await stored(second, 'over the leader');
  await write(bo.page, 'to both');
  for (const page of [ana.page, second]) await page.locator('.message', { hasText: 'to both' }).waitFor();

  await ana.page.close();
  await write(second, 'after the leader');
  await stored(second, 'after the leader');
  await write(bo.page, 'to who is left');
  await second.locator('.message', { hasText: 'to who is left' }).waitFor();
  await socketsAre(2, 'one each');
  assert.deepEqual(await bodies(second, true), ['over the leader', 'after the leader']);
  assert.deepEqual(await bodies(bo.page, false), ['over the leader', 'after the leader']);
  assert.deepEqual([...ana.trouble, ...bo.trouble], []);
  await ana.context.close();
  await bo.context.close();
});

test('in a private window without a database, workers and locks it still sends, and says how long it keeps', async () => {
  const { ana, bo } = await pair();
  await ana.context.addInitScript({ content: without('SharedWorker', 'BroadcastChannel', 'locks', 'indexedDB')[0] });
  await ana.page.reload();
  await online(ana.page);
  await write(ana.page, 'alone');
  await stored(ana.page, 'alone');
  await bo.page.locator('.message', { hasText: 'alone' }).waitFor();
  await ana.page.evaluate(() => dispatchEvent(new Event('offline')));
  await until('it says so', async () => /as long as this window stays open/.test(await line(ana.page)) || (await ana.page.locator('body[data-socket=online]').count()));
  assert.deepEqual([...ana.trouble, ...bo.trouble], []);
  await ana.context.close();
  await bo.context.close();
});

test('what is written offline survives closing the browser, and arrives once and in order', async () => {
  const { ana: elsewhere, bo, path } = await pair();
  await elsewhere.context.storageState();
  const dir = await mkdtemp(join(tmpdir(), 'profile-'));
  const wire = await startWire();
  try {
    // The same member in a browser of her own, behind a wire that can be cut.
    let context = await openProfile(dir);
    let ana = await personIn(context, wire, `Ana${people}`);
    await ana.go('/login');
    await ana.page.fill('[name=login]', `Ana${people}`);
    await ana.page.fill('[name=password]', 'four warm plain words');
    await ana.page.click('main form button.btn-primary');
    await ana.page.waitForURL('**/home');
    await ana.go(path);
    await online(ana.page);

    wire.cut();
    await until('it says that it is offline', async () => /^We can't reach/.test(await line(ana.page)));
    for (const words of ['first', 'second', 'third']) await write(ana.page, words);
    for (const words of ['first', 'second', 'third']) assert.equal(await tickOf(ana.page, words), 'waiting');
    await until('it counts them', async () => /3 messages will be sent/.test(await line(ana.page)));
    await context.close();

    wire.mend();
    context = await openProfile(dir);
    ana = await personIn(context, wire, `Ana${people}`);
    await ana.go(path);
    for (const words of ['first', 'second', 'third']) await stored(ana.page, words);
    await bo.page.locator('.message', { hasText: 'third' }).waitFor();
    assert.deepEqual(await bodies(bo.page, false), ['first', 'second', 'third']);
    assert.deepEqual(await bodies(ana.page, true), ['first', 'second', 'third']);
    assert.equal(await line(ana.page), '');
    await ana.page.reload();
    assert.deepEqual(await bodies(ana.page, true), ['first', 'second', 'third']);
    await context.close();
  } finally {
    wire.stop();
    await rm(dir, { recursive: true, force: true });
  }
  await elsewhere.context.close();
  await bo.context.close();
});

test('when the browser says that there is a network again there is no wait', async () => {
  const { ana: elsewhere, bo, path } = await pair();
  await elsewhere.page.close();
  const wire = await startWire();
  // The same browser, by the other address.
  await elsewhere.context.addCookies((await elsewhere.context.cookies()).map(({ name, value }) => ({ name, value, url: wire.url })));
  const ana = await personIn(elsewhere.context, wire, `Ana${people}`);
  await ana.go(path);
  await online(ana.page);
  wire.cut();
  await write(ana.page, 'through the gap');
  await until('it says so', async () => /^We can't reach AI Collective just now. 1 message will be sent/.test(await line(ana.page)));
  await ana.page.waitForTimeout(3000);
  wire.mend();
  const back = Date.now();
  await ana.page.evaluate(() => dispatchEvent(new Event('online')));
  await online(ana.page);
  assert.ok(Date.now() - back < 2500);
  await stored(ana.page, 'through the gap');
  await bo.page.locator('.message', { hasText: 'through the gap' }).waitFor();
  assert.deepEqual(await bodies(bo.page, false), ['through the gap']);
  await ana.context.close();
  await bo.context.close();
  wire.stop();
});

test('both write while the hub is killed and started again: once, in order, the same on both screens', async () => {
  const { ana, bo } = await pair();
  const [hers, his] = [[], []];
  const say = async (n) => {
    hers.push(`her ${n}`);
    his.push(`his ${n}`);
    await Promise.all([write(ana.page, `her ${n}`), write(bo.page, `his ${n}`)]);
  };
  for (const n of [1, 2]) await say(n);
  const killed = hub.kill();
  for (const n of [3, 4]) await say(n);
  await killed;
  for (const n of [5, 6]) await say(n);
  await hub.start();
  for (const words of ['her 6', 'his 6']) for (const page of [ana.page, bo.page]) await page.locator('.message', { hasText: words }).waitFor({ timeout: 30_000 });
  await stored(ana.page, 'her 6');
  await stored(bo.page, 'his 6');
  const whole = (page) => page.locator('.message [data-slot=body]').allInnerTexts();
  assert.deepEqual(await bodies(ana.page, true), hers);
  assert.deepEqual((await bodies(bo.page, true)).slice(1), his);
  await ana.page.reload();
  await bo.page.reload();
  assert.deepEqual(await whole(ana.page), await whole(bo.page), 'one order for both');
  assert.equal(await line(ana.page), '');
  await ana.context.close();
  await bo.context.close();
});

test('after a deploy new pages have a worker of their own, and the old one goes with its last page', async () => {
  await socketsAre(0, 'everybody else has gone');
  const { ana, bo, path } = await pair();
  await socketsAre(2, 'one each');
  // A page of another build has its scripts at another address. It comes from the network, past the worker that pages are kept by.
  await ana.page.evaluate(async () => {
    for (const one of await navigator.serviceWorker.getRegistrations()) await one.unregister();
  });
  const second = await ana.context.newPage();
  await second.route(`**${path}`, async (route) => {
    const answer = await route.fetch();
    await route.fulfill({ response: answer, body: (await answer.text()).replaceAll(/\/assets\/[0-9a-f]{12}\//g, '/assets/0123456789ab/') });
  });
  await second.goto(hub.url + path);
  await online(second);
  assert.equal(await hub.sockets(), 3, 'two builds, two workers');
  await write(second, 'from the new build');
  await stored(second, 'from the new build');
  await ana.page.locator('.message', { hasText: 'from the new build' }).waitFor();
  await write(ana.page, 'from the old one');
  await second.locator('.message', { hasText: 'from the old one' }).waitFor();
  await ana.page.close();
  await socketsAre(2, 'the old worker is gone');
  await write(second, 'and on it goes');
  await stored(second, 'and on it goes');
  assert.deepEqual(await bodies(bo.page, false), ['from the new build', 'from the old one', 'and on it goes']);
  await ana.context.close();
  await bo.context.close();
});

test('who logs out with something unsent is asked, and what they throw away is gone', async () => {
  const wire = await startWire();
  people += 1;
  const ana = await person(browser, wire, `Ana${people}`);
  const bo = await person(browser, hub, `Bo${people}`);
  await ana.signUp();
  await bo.signUp();
  await bo.go(`/@Ana${people}`);
  await bo.page.fill('#hello textarea', 'Hello');
  await bo.page.click('#hello form .btn-primary');
  await bo.page.waitForURL('**/messages/*');
  const path = new URL(bo.page.url()).pathname;
  await ana.go(path);
  await online(ana.page);
  wire.cut();
  await ana.page.locator('body[data-socket=offline]').waitFor();
  for (const words of ['one', 'two']) await write(ana.page, words);
  const logOut = async () => {
    await ana.page.click('.top-me > summary');
    await ana.page.click('.top form[action="/logout"] button');
    await ana.page.locator('dialog[open]').waitFor();
  };
  await logOut();
  assert.match(await ana.page.locator('dialog').innerText(), /2 messages have not been sent yet/);
  await ana.page.click('dialog button[value=stay]');
  assert.equal(await tickOf(ana.page, 'two'), 'waiting', 'nothing is lost by being asked');

  await logOut();
  wire.mend();
  await online(ana.page);
  await ana.page.click('dialog button[value=leave]');
  await ana.page.waitForURL((url) => url.pathname === '/');
  await until('nothing of her is kept', async () =>
    ana.page.evaluate(async (id) => !(await indexedDB.databases()).some((db) => db.name.startsWith('collective-')) && Object.keys(localStorage).length === 0));
  await bo.page.reload();
  assert.deepEqual(await bodies(bo.page, false), [], 'none of it was sent');
  await ana.context.close();
  await bo.context.close();
  wire.stop();
});

test('a worker never serves another member', async () => {
  await socketsAre(0, 'everybody else has gone');
  const { ana, bo, path } = await pair();
  await socketsAre(2, 'one each');
  // Another member logs in in this browser, on another page.
  people += 1;
  const cy = await personIn(ana.context, hub, `Cy${people}`);
  await cy.page.goto(`${hub.url}/login`);
  await ana.context.clearCookies();
  await cy.signUp();
  await online(cy.page);
  assert.equal(await hub.sockets(), 3, 'a line of their own');
  await hub.kill();
  await hub.start();
  await online(cy.page);
  await ana.page.locator('body[data-socket=over]').waitFor({ timeout: 30_000 });
  assert.match(await line(ana.page), /logged out/);
  await bo.page.goto(hub.url + path);
  await ana.context.close();
  await bo.context.close();
});

test('a page that nobody looks at tells nothing as read, and is right when one comes back to it', async () => {
  const { ana, bo } = await pair();
  const look = (visible) =>
    ana.page.evaluate((state) => {
      Object.defineProperty(document, 'visibilityState', { value: state, configurable: true });
      document.dispatchEvent(new Event('visibilitychange'));
    }, visible ? 'visible' : 'hidden');
  await look(false);
  await write(bo.page, 'are you there?');
  await ana.page.locator('.message', { hasText: 'are you there?' }).waitFor();
  await bo.page.locator('.message.is-mine[data-tick=delivered]', { hasText: 'are you there?' }).waitFor();
  await until('it waits', async () => (await title(ana.page)) === 1);
  await hub.kill();
  await ana.page.waitForTimeout(4000);
  await hub.start();
  const back = Date.now();
  await look(true);
  await online(ana.page);
  assert.ok(Date.now() - back < 8000, 'whoever comes to look does not wait');
  await bo.page.locator('.message.is-mine[data-tick=read]', { hasText: 'are you there?' }).waitFor();
  await until('all is read', async () => (await title(ana.page)) === 0);
  await ana.context.close();
  await bo.context.close();
});

test('what is refused keeps its words and says why', async () => {
  const { ana, bo } = await pair();
  await bo.page.click('.thread-head details.menu summary');
  await bo.page.click('.thread-head form[action="/blocks"] button');
  await write(ana.page, 'can you hear me?');
  const row = ana.page.locator('.message.is-mine[data-tick=failed]', { hasText: 'can you hear me?' });
  await row.waitFor();
  assert.match(await row.locator('.why').innerText(), /can't write to this person/);
  await ana.page.reload();
  await row.waitFor();
  await row.locator('button', { hasText: 'Take it back' }).click();
  assert.equal(await ana.page.inputValue('[data-composer] textarea'), 'can you hear me?');
  await write(ana.page, 'can you hear me?');
  await row.waitFor();
  await row.locator('button', { hasText: 'Throw away' }).click();
  await row.waitFor({ state: 'detached' });
  await ana.page.reload();
  await online(ana.page);
  assert.deepEqual(await bodies(ana.page, true), []);
  await ana.context.close();
  await bo.context.close();
});
