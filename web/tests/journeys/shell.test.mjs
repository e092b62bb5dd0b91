// What stands around every page: the bar and its menus by keyboard, the bar of a phone, the bell on two screens, no script.
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

const phone = { viewport: { width: 360, height: 780 }, hasTouch: true, isMobile: true };
const focused = (page) => page.evaluate(() => document.activeElement.innerText.trim() || document.activeElement.getAttribute('aria-label'));
const bell = (page) => page.locator('.bell [data-unseen]').evaluate((badge) => (badge.hidden ? 0 : Number(badge.querySelector('[data-number]').textContent)));
const online = (page) => page.locator('body[data-socket=online]').waitFor();
const fits = async (page) => {
  const [wide, screen] = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
  assert.ok(wide <= screen, `${page.url()} is ${wide} wide on ${screen}`);
};

test('the menus open, are walked and close by keyboard, and give the focus back', async () => {
  const ana = await person(browser, hub, 'Anabel');
  await ana.signUp();
  const { page } = ana;
  await page.keyboard.press('Tab'); // to the skip link
  assert.equal(await focused(page), 'Skip to the content');
  const summary = page.locator('.slot-1 summary');
  await summary.focus();
  await page.keyboard.press('ArrowDown');
  assert.equal(await focused(page), 'All');
  await page.keyboard.press('End');
  assert.equal(await focused(page), 'Courses');
  await page.keyboard.press('ArrowDown');
  assert.equal(await focused(page), 'All', 'round and round');
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('Escape');
  assert.equal(await page.locator('.slot-1 details[open]').count(), 0);
  assert.ok(await summary.evaluate((e) => e === document.activeElement), 'the focus is back at its menu');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Tab');
  assert.equal(await focused(page), 'All');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await page.waitForURL('**/discover/offers');
  assert.equal(await page.locator('.slot-1 .menu-list [aria-current]').textContent(), 'Offers');

  // One at a time, and none when one goes on.
  await page.locator('.top-me > summary').click();
  await page.locator('.top-post > summary').click();
  assert.equal(await page.locator('.top details[open]').count(), 1);
  await page.locator('.top-post').getByText('I can help with something').waitFor();
  await page.locator('.bell').focus();
  assert.equal(await page.locator('.top details[open]').count(), 0);
  await page.locator('.top-post > summary').click();
  await page.locator('.top-post').getByText('I need something').click();
  await page.waitForURL('**/my/asks/new');

  // The tabs of Connect.
  for (const [tab, path] of [['Connections', '/connections'], ['Messages', '/messages'], ['Community', '/community'], ['Dashboard', '/home']]) {
    await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: /^Connect/ }).click();
    await page.getByRole('navigation', { name: 'Connect' }).getByRole('link', { name: tab }).click();
    await page.waitForURL(`**${path}`);
    assert.equal(await page.locator('.tabs [aria-current=page]').innerText(), tab);
  }
  assert.deepEqual(ana.trouble, []);
});

test('on a phone the bar is at the lower edge, and everything is reached from it', async () => {
  const bo = await person(browser, hub, 'Bobby', phone);
  await bo.signUp();
  const { page } = bo;
  const slots = await page.locator('.slot').evaluateAll((all) => all.map((slot) => slot.getBoundingClientRect()).map(({ left, bottom, height, width }) => [Math.round(left), Math.round(bottom), height >= 44 && width >= 44]).sort(([a], [b]) => a - b));
  assert.deepEqual(slots, [0, 72, 144, 216, 288].map((left) => [left, 780, true]));
  for (const path of ['/home', '/discover', '/ava', '/ava?need=bread', '/community', '/my/notices', '/my/learning', '/my/purchases', '/creator/clips', '/creator/courses', '/about', '/guidelines', '/help', '/developers']) {
    await bo.go(path);
    await fits(page);
  }
  await page.locator('.top-post > summary').tap();
  // It rises into its place: where it stands counts once it has arrived.
  await page.locator('.top-post .menu-list').evaluate((list) => Promise.all(list.getAnimations().map((animation) => animation.finished)));
  const sheet = await page.locator('.top-post .menu-list').boundingBox();
  assert.ok(sheet.x >= 0 && sheet.x + sheet.width <= 360 && sheet.y > 0 && sheet.y + sheet.height <= 720, JSON.stringify(sheet));
  await page.locator('.top-post').getByText('I can help with something').tap();
  await page.waitForURL('**/my/offers/new');
  await page.locator('.top-me > summary').tap();
  await page.locator('.top-me').getByText('My learning').tap();
  await page.waitForURL('**/my/learning');
  await page.locator('.slot-4').tap();
  await page.waitForURL('**/ava');
  await page.getByLabel('What you need').fill('Somebody who bakes');
  await page.keyboard.press('Enter');
  await page.waitForURL('**/ava?need=*');
  await page.getByRole('link', { name: 'Post this as an ask' }).tap();
  await page.waitForURL('**/my/asks/new?title=*');
  assert.equal(await page.inputValue('main [name=text]'), 'Somebody who bakes');
  assert.deepEqual(bo.trouble, []);
});

test('the bell rises while one looks, and falls on every screen when one of them shows what it is about', async () => {
  const cy = await person(browser, hub, 'Cyril');
  const dee = await person(browser, hub, 'Deedee');
  await cy.signUp();
  await dee.signUp();
  await cy.asks('advice', 'Who knows about old clocks?', 'A clock of my grandmother, and it does not go.');
  const ask = new URL(cy.page.url()).pathname;
  const second = await cy.context.newPage();
  await second.goto(`${hub.url}/tools`);
  await cy.go('/discover');
  for (const page of [cy.page, second]) await online(page);
  const before = await bell(cy.page);
  await dee.go(ask);
  await dee.page.fill('main textarea[name=message]', 'I mend clocks');
  await dee.page.locator('form:has(textarea[name=message]) .btn-primary').click();
  await dee.page.waitForURL('**/messages/*');
  for (const page of [cy.page, second]) await until('it rises', async () => (await bell(page)) === before + 1);
  // A message and a notice: the title counts both.
  for (const page of [cy.page, second]) await until('the title says so', async () => (await page.title()).startsWith(`(${before + 2}) `));
  // The page of activity shows it: it is seen, and still looks new there until one comes back.
  await second.goto(`${hub.url}/my/notices`);
  const today = second.locator('.days section', { hasText: 'Today' });
  const row = today.locator('.notice.is-new', { hasText: 'Deedee offers to help' });
  await row.waitFor();
  for (const page of [cy.page, second]) await until('it falls', async () => (await bell(page)) === 0);
  assert.ok(await row.isVisible());
  assert.ok(await second.getByRole('button', { name: 'Mark all as seen' }).isHidden());
  // The whole row leads, not only its letters.
  const box = await row.boundingBox();
  await second.mouse.click(box.x + box.width - 12, box.y + box.height - 6);
  await second.waitForURL('**/messages/*');
  // Where a notice leads it is seen as well: Deedee hears of the answer on another page, and opens the conversation. The ask stays open.
  await dee.go('/discover');
  await online(dee.page);
  await second.locator('[data-steps] button[value=decline]').first().click();
  await until('Deedee hears of it', async () => (await bell(dee.page)) > 0);
  const heard = await bell(dee.page);
  await dee.go(new URL(second.url()).pathname);
  await until('and has seen it', async () => (await bell(dee.page)) === heard - 1);
  assert.deepEqual([...cy.trouble, ...dee.trouble], []);
});

test('without a script the menus open, one leads to Ava, and she answers', async () => {
  const eve = await person(browser, hub, 'Evelyn', { javaScriptEnabled: false });
  const { page } = eve;
  await eve.go('/');
  await page.locator('.slot-1 summary').click();
  const tools = page.locator('.slot-1').getByRole('link', { name: 'Tools' });
  assert.ok(await tools.isVisible());
  await tools.press('Enter');
  await page.waitForURL('**/discover/tools');
  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Ava' }).click();
  await page.waitForURL('**/ava');
  await page.getByLabel('What you need').fill('old clocks');
  await page.getByRole('button', { name: 'Look for it' }).click();
  await page.waitForURL('**/ava?need=old+clocks*');
  assert.match(await page.locator('main').innerText(), /Who knows about old clocks\?/);
  await page.getByRole('link', { name: 'Post this as an ask' }).click();
  await page.waitForURL('**/signup?next=*');
  assert.match(page.url(), /title%3Dold/);
});

test('light or dark, once chosen, stays: on the next page, in the next window, after logging out', async () => {
  const fay = await person(browser, hub, 'Fayette', { colorScheme: 'dark' });
  await fay.signUp();
  const ground = (page) => page.evaluate(() => [document.documentElement.dataset.theme, getComputedStyle(document.body).colorScheme, document.querySelector('.theme [aria-pressed=true]').textContent]);
  assert.deepEqual(await ground(fay.page), ['auto', 'dark light', 'Device']);
  await fay.page.locator('.theme').getByRole('button', { name: 'Light' }).click();
  await fay.page.waitForLoadState();
  assert.equal(new URL(fay.page.url()).pathname, '/home', 'the page stays');
  const next = await fay.context.newPage();
  await next.goto(`${hub.url}/discover`);
  for (const page of [fay.page, next]) assert.deepEqual(await ground(page), ['light', 'light', 'Light']);
  await fay.page.locator('.top-me > summary').click();
  await fay.page.locator('.top-me').getByRole('button', { name: 'Log out' }).click();
  await fay.page.waitForURL(`${hub.url}/`);
  assert.deepEqual(await ground(fay.page), ['light', 'light', 'Light']);
  await fay.page.locator('.theme').getByRole('button', { name: 'Device' }).click();
  await fay.page.waitForLoadState();
  assert.deepEqual(await ground(fay.page), ['auto', 'dark light', 'Device']);
  assert.deepEqual(fay.trouble, []);
});

test('a password can be looked at while it is typed, and without a script there is no button for it', async () => {
  const page = await (await browser.newContext(phone)).newPage();
  await page.goto(`${hub.url}/login`);
  await page.fill('#f-password', 'four words make one');
  const show = page.getByRole('button', { name: 'Show the password' });
  await show.focus();
  await page.keyboard.press('Enter');
  assert.deepEqual([await page.locator('#f-password').getAttribute('type'), await show.getAttribute('aria-pressed')], ['text', 'true']);
  assert.equal(await page.inputValue('#f-password'), 'four words make one');
  await show.click();
  assert.deepEqual([await page.locator('#f-password').getAttribute('type'), await show.getAttribute('aria-pressed')], ['password', 'false']);
  await fits(page);
  const plain = await (await browser.newContext({ ...phone, javaScriptEnabled: false })).newPage();
  await plain.goto(`${hub.url}/login`);
  assert.equal(await plain.getByRole('button', { name: 'Show the password' }).count(), 0);
});
