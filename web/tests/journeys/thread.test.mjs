// A conversation on a phone and on a wide screen: it opens where what is new begins, the end is one press away, who one talks to
// stands beside it, and when the help is done the card asks how it was, right there.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { person, startBrowser, startHub, until } from './hub.mjs';

let hub;
let browser;
before(async () => {
  hub = await startHub();
  browser = await startBrowser();
});
after(async () => {
  await browser?.close();
  await hub?.stop();
});

const online = (page) => page.locator('body[data-socket=online]').waitFor();
const inSight = (page, what) =>
  page.locator(what).evaluate((element) => {
    const [at, within] = [element.getBoundingClientRect(), element.closest('[data-scroll]').getBoundingClientRect()];
    return at.top >= within.top - 1 && at.bottom <= within.bottom + 1;
  });
const newest = (page) => page.locator('[data-newest]');

test('a conversation opens at what is new, leads to its end, and is rated where it was held', async () => {
  const ana = await person(browser, hub, 'Anabel', { viewport: { width: 1400, height: 900 } });
  const bo = await person(browser, hub, 'Bobby', { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true });
  await ana.signUp();
  await bo.signUp();
  await ana.asks('feedback', 'What do you think of my shop page', 'A page for my small shop. Tell me what is unclear.');
  await online(ana.page);
  await bo.go(new URL(ana.page.url()).pathname);
  await bo.page.fill('main textarea[name=message]', 'I can look at it tonight');
  await bo.page.locator('form:has(textarea[name=message]) .btn-primary').click();
  await bo.page.waitForURL('**/messages/*');
  const path = new URL(bo.page.url()).pathname;
  const write = async (who, words) => {
    await who.page.locator('[data-composer] textarea').fill(words);
    await who.page.locator('[data-composer] button').last().click();
    await who.page.locator('.message.is-mine:not([data-no="0"])', { hasText: words }).last().waitFor();
  };

  // Ana is told once, in the words that say more; of a later message by itself.
  await ana.page.locator('.toast', { hasText: 'Bobby' }).waitFor();
  await ana.page.waitForTimeout(1000);
  assert.equal(await ana.page.locator('.toast', { hasText: 'A new message for you' }).count(), 0);
  await write(bo, 'Where do I find it?');
  await ana.page.locator('.toast', { hasText: 'A new message for you' }).waitFor();

  // Ana has read the first ones, and is away while many more come.
  await ana.go(path);
  await online(ana.page);
  await ana.page.locator('.new-line').waitFor();
  await ana.go('/home');
  for (let n = 1; n <= 18; n += 1) await write(bo, `Thing number ${n}: this sentence is long enough to take more than one line on a phone, and says little.`);

  // From the list, from elsewhere, on a phone, and without a script it opens there.
  const phone = await browser.newContext({ storageState: await ana.context.storageState(), viewport: { width: 360, height: 740 }, javaScriptEnabled: false });
  const bare = await phone.newPage();
  await bare.goto(hub.url + '/messages');
  await bare.locator('.thread-row').first().click();
  await bare.waitForURL('**/messages/*#new');
  assert.ok(await bare.locator('.new-line').isVisible());
  const lineAt = await bare.locator('.new-line').boundingBox();
  const scrollAt = await bare.locator('[data-scroll]').boundingBox();
  assert.ok(lineAt.y >= scrollAt.y && lineAt.y < scrollAt.y + scrollAt.height / 2, 'the line is in the upper half without a script');
  await phone.close();
  // That page has read all of it: three more.
  await ana.page.waitForFunction(() => document.querySelector('[data-unread]').hidden);
  for (let n = 1; n <= 18; n += 1) await write(bo, `And then, number ${n}: this sentence, too, is long enough to take more than one line on a phone, and says little.`);
  await ana.page.setViewportSize({ width: 360, height: 740 });
  await ana.go(path);
  await online(ana.page);
  await until('the line is in sight', () => inSight(ana.page, '.new-line'));
  assert.equal(await ana.page.locator('.new-line').evaluate((line) => line.nextElementSibling.querySelector('[data-slot=body]').textContent.slice(0, 18)), 'And then, number 1');

  // Below there is more, counted down while one reads; the button leads there and is gone.
  await newest(ana.page).waitFor();
  const counted = async () => Number(/\((\d+)\)/.exec(await newest(ana.page).innerText())?.[1] ?? 0);
  const before = await counted();
  assert.ok(before > 3 && before < 18, `${before} are below`);
  await write(bo, 'One more, while she reads further up');
  await until('it is counted', async () => (await counted()) === before + 1);
  assert.ok(await inSight(ana.page, '.new-line'), 'what comes in moves nothing');
  await newest(ana.page).click();
  await newest(ana.page).waitFor({ state: 'hidden' });
  await until('the end is in sight', () => inSight(ana.page, '.message >> nth=-1'));
  await ana.page.waitForFunction(() => document.querySelector('[data-unread]').hidden);
  await until('all of it is read', async () => {
    await ana.go(path);
    return (await ana.page.locator('.new-line').count()) === 0;
  });

  // Who one talks to: opened on a phone, beside it on a wide screen.
  const about = ana.page.locator('.beside-in');
  await ana.page.locator('.beside-more summary').click();
  await about.getByText("See Bobby's page").waitFor();
  assert.ok(await ana.page.evaluate(() => document.documentElement.scrollWidth <= innerWidth));
  await ana.page.setViewportSize({ width: 1400, height: 900 });
  await ana.go(path);
  await online(ana.page);
  assert.ok(await about.isVisible(), 'it stands there without a press');
  assert.ok(!(await ana.page.locator('.beside-more summary').isVisible()));
  const [beside, scroll] = [await ana.page.locator('.beside').boundingBox(), await ana.page.locator('[data-scroll]').boundingBox()];
  assert.ok(beside.x >= scroll.x + scroll.width - 1, 'to the right of what is said');

  // The next step comes first; when it is done the card asks how it was, on both screens, without a reload.
  await ana.page.evaluate(() => (globalThis.stays = true));
  await bo.page.evaluate(() => (globalThis.stays = true));
  // On a low screen the card is one line that opens.
  const line = (who) => who.page.locator('.now-card').locator(who === bo ? '[data-slot=fold]' : '[data-slot=line]');
  assert.match(await line(ana).innerText(), /^Say yes\?/);
  const waits = () => ana.page.locator('[data-waiting] [data-number]').first().textContent();
  assert.equal(await waits(), '1');
  const yes = await ana.page.locator('.now-card button[value=accept]').boundingBox();
  const there = [yes.x + yes.width / 2, yes.y + yes.height / 2];
  await ana.page.mouse.click(...there);
  await ana.page.locator('.now-card button[value=done]').waitFor();
  await until('the focus stays on the card', () => ana.page.evaluate(() => document.activeElement.dataset.slot === 'line'));
  assert.equal(await waits(), '0', 'what is answered waits no more');
  // What stands there now does not hear a second click in the same place; what is so now is said.
  await ana.page.mouse.click(...there);
  await line(bo).getByText('Help Anabel, then say so here.').waitFor();
  await ana.page.locator('[data-toasts]').getByText('Bobby helps you now. Say here when it is done.').waitFor();
  assert.match(await line(ana).innerText(), /helps you now/);
  await ana.page.locator('.now-card button[value=done]').click();
  for (const who of [ana, bo]) {
    await who.page.locator('.now-card .rate').waitFor();
    assert.ok(!(await who.page.locator('.now-card .rate textarea').isVisible()), 'the stars alone, until one is chosen');
    assert.ok(await who.page.evaluate(() => globalThis.stays), 'the page has stayed');
    await who.page.locator('.now-card label[for^=stars][for$="-5"]').click();
    await who.page.locator('.now-card .rate textarea').fill(`Thank you, says ${who === ana ? 'Ana' : 'Bo'}`);
    await who.page.locator('.now-card .rate button').click();
    await who.page.getByText('Thank you for saying so.').waitFor();
    assert.equal(new URL(who.page.url()).pathname, path);
    assert.ok(!(await who.page.locator('.now-card .rate').isVisible()), 'said once');
  }
  await ana.go(path);
  await ana.page.locator('.beside-in').getByText('Thank you, says Bo').first().waitFor();
  assert.deepEqual([...ana.trouble, ...bo.trouble], [], 'no complaint on the console');
});

test('on a low screen at least half is messages, whatever stands above them, and all of that can be reached', async () => {
  const ana = await person(browser, hub, 'Clara', { viewport: { width: 360, height: 640 } });
  const bo = await person(browser, hub, 'Daniel', { viewport: { width: 1280, height: 900 } });
  await ana.signUp();
  await bo.signUp();
  await ana.asks('advice', 'Who knows about rye in winter?', 'Mine stays flat.');
  await bo.go(new URL(ana.page.url()).pathname);
  await bo.page.fill('main textarea[name=message]', 'Keep it by the stove');
  await bo.page.locator('form:has(textarea[name=message]) .btn-primary').click();
  await bo.page.waitForURL('**/messages/*');
  const path = new URL(bo.page.url()).pathname;
  const fits = async (page, what) => {
    const { share, over } = await page.evaluate(() => {
      const box = (selector) => document.querySelector(selector).getBoundingClientRect();
      const between = box('.slot-1').top - box('.top').bottom;
      return { share: box('[data-scroll]').height / between, over: document.documentElement.scrollWidth - innerWidth };
    });
    assert.ok(share >= 0.5 && share < 0.9, `${what}: ${share}`);
    assert.ok(over <= 0, `${what}: ${over} px too wide`);
  };
  // The same in a browser without scripts.
  const bare = await browser.newContext({ storageState: await ana.context.storageState(), javaScriptEnabled: false, viewport: { width: 360, height: 640 } });
  const plain = await bare.newPage();
  const bothFit = async (what) => {
    await ana.go(path);
    await online(ana.page);
    await fits(ana.page, what);
    // It is looked at from outside: in there nothing runs.
    await plain.goto(hub.url + path);
    await fits(plain, `${what}, without a script`);
  };
  const fold = (page, within) => page.locator(`${within} .fold > summary`);

  // What waits for a yes has its buttons there.
  await bothFit('a request that waits');
  assert.ok(await ana.page.locator('.now-card button[value=accept]').isVisible());
  await ana.page.locator('.now-card button[value=accept]').click();
  await until('the focus is on the line that is seen', () => ana.page.evaluate(() => document.activeElement.dataset.slot === 'fold'));
  await bothFit('a help that is agreed');
  await fold(ana.page, '.now-card').click();
  await ana.page.locator('.now-card button[value=done]').click();
  await fold(ana.page, '.now-card').filter({ hasText: 'Done.' }).waitFor();

  // So does what waits for a rating.
  await bothFit('a rating that waits');
  assert.ok(await ana.page.locator('.now-card label[for^=stars][for$="-5"]').isVisible());

  // With a meeting, and something pinned, each is a line.
  const day = await bo.page.evaluate(() => {
    const at = new Date(Date.now() + 3 * 86_400_000);
    return `${at.getFullYear()}-${String(at.getMonth() + 1).padStart(2, '0')}-${String(at.getDate()).padStart(2, '0')}T15:00`;
  });
  await bo.go(`${path}?times=offer`);
  await bo.page.locator('.times-form [name=at_1]').fill(day);
  await bo.page.locator('.times-form .btn-primary').click();
  await bo.page.getByText('You have offered Clara these times.').last().waitFor();
  await bothFit('times that are offered');
  await fold(ana.page, '.times').click();
  await ana.page.locator('.times button[name=at]').click();
  await fold(ana.page, '.times').filter({ hasText: 'You two meet' }).waitFor();
  await ana.go(path);
  await online(ana.page);
  await ana.page.locator('.message [data-slot=menu]').last().click();
  await ana.page.locator('.message-actions [data-do=pin]').click();
  await ana.page.locator('[data-pins]:not([hidden])').waitFor({ state: 'attached' });
  await bothFit('a finished help, a meeting and a pin');

  // By keyboard: each line opens, and what it holds comes next.
  for (const [within, what] of [['.now-card', '.now-card [name=stars] >> nth=0'], ['.times', '.times a[download]']]) {
    const line = fold(ana.page, within);
    await line.focus();
    await ana.page.keyboard.press('Enter');
    await until('it opens', () => line.evaluate((summary) => summary.parentElement.open));
    assert.ok(await ana.page.locator(what).first().isVisible(), what);
    await ana.page.keyboard.press('Tab');
    assert.ok(await ana.page.evaluate((within) => document.activeElement.closest(within) !== null && !document.activeElement.matches('summary'), within), within);
    await line.focus();
    await ana.page.keyboard.press('Enter');
  }
  await fold(plain, '.times').click();
  assert.ok(await plain.getByText('Call it off').isVisible(), 'and without a script');
  await bare.close();

  // Where there is room all of it stands open.
  for (const [width, height] of [[360, 920], [1280, 800]]) {
    await ana.page.setViewportSize({ width, height });
    assert.ok(!(await fold(ana.page, '.times').isVisible()) && (await ana.page.getByText('Call it off').isVisible()), `${width} × ${height}`);
  }
  assert.deepEqual([...ana.trouble, ...bo.trouble], [], 'no complaint on the console');
});
