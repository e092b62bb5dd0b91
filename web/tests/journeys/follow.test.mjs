// Following and saving, on two screens and by two people: the bell of who is followed rises, the buttons are the same on both screens,
// and what is saved is found again.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { person, personIn, startBrowser, startHubWithin, until } from './hub.mjs';

let hub;
let browser;
before(async () => {
  hub = await startHubWithin('sign_ups_an_hour = 100\n');
  browser = await startBrowser();
});
after(async () => {
  await browser?.close();
  await hub?.stop();
});

test('who follows sees it on both of their screens, and who is followed hears of it at once', async () => {
  const ana = await person(browser, hub, 'Anabel', { viewport: { width: 360, height: 800 } });
  const bo = await person(browser, hub, 'Bobby');
  await ana.signUp();
  await bo.signUp();
  await bo.asks('learning', 'Violin lessons for my daughter', 'She is nine and patient.');
  await bo.go('/home');
  const bell = bo.page.locator('.bell [data-unseen]');
  assert.equal(await bell.isVisible(), false);

  const second = await personIn(ana.context, hub, 'Anabel');
  await second.go('/@bobby');
  await ana.go('/@bobby');
  await until('both screens are live', async () => {
    const live = await Promise.all([ana, second].map(({ page }) => page.locator('body').getAttribute('data-socket')));
    return live.every((status) => status === 'online');
  });
  const button = (who) => who.page.locator('[data-follow] button');
  const followers = (who) => who.page.locator('[data-followers]').textContent();
  assert.equal(await followers(second), '0');
  await button(ana).click();
  for (const who of [ana, second]) {
    await who.page.locator('[data-follow] .is-on').waitFor();
    assert.match(await button(who).innerText(), /Following/);
    assert.equal(await followers(who), '1');
  }
  await bell.waitFor();
  assert.match(await bell.innerText(), /1/);
  await bo.page.getByText('Anabel follows you now.').first().waitFor();

  await ana.go('/my/following');
  const [wide, screen] = await ana.page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
  assert.ok(wide <= screen, `${wide} on ${screen}`);
  await ana.page.getByRole('link', { name: 'Violin lessons for my daughter', exact: true }).waitFor();
  await button(ana).click();
  await until('the other screen follows no more', async () => /^\s*Follow\b(?!ing)/.test(await button(second).innerText()));
  assert.equal(await followers(second), '0');
  await ana.go('/my/following');
  await ana.page.getByText("You don't follow anybody yet").waitFor();
  assert.deepEqual([...ana.trouble, ...bo.trouble, ...second.trouble], []);
});

test('what is saved on one screen is saved on the other, and found again', async () => {
  const ana = await person(browser, hub, 'Annika', { viewport: { width: 360, height: 800 } });
  const bo = await person(browser, hub, 'Bertram');
  await ana.signUp();
  await bo.signUp();
  await bo.offers('course', 'Carpentry in six evenings', 'From the first cut to a small table.');
  const path = new URL(bo.page.url()).pathname;
  const second = await personIn(ana.context, hub, 'Annika');
  await ana.go(path);
  await second.go(path);
  for (const { page } of [ana, second]) await page.locator('body[data-socket=online]').waitFor();
  const button = (who) => who.page.locator('[data-saves] button');
  assert.match(await button(ana).innerText(), /^\s*Save\b/);
  await button(ana).click();
  for (const who of [ana, second]) await who.page.locator('[data-saves] .is-on').waitFor();

  await ana.page.locator('.top-me > summary').click();
  await ana.page.getByRole('link', { name: 'My profile', exact: true }).click();
  await ana.page.getByRole('navigation', { name: 'Only for you' }).getByRole('link', { name: 'Saved', exact: true }).click();
  await ana.page.waitForURL('**/my/saved');
  const [wide, screen] = await ana.page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
  assert.ok(wide <= screen, `${wide} on ${screen}`);
  await ana.page.getByRole('link', { name: 'Carpentry in six evenings', exact: true }).waitFor();
  await ana.go('/my/learning');
  await ana.page.getByRole('heading', { name: 'Saved for later' }).waitFor();
  await ana.go('/my/saved');
  await ana.page.locator('body[data-socket=online]').waitFor();
  await button(ana).click();
  await until('the other screen shows it', async () => (await second.page.locator('[data-saves] .is-on').count()) === 0);
  await ana.go('/my/saved');
  await ana.page.getByText('Nothing saved yet').waitFor();
  assert.deepEqual([...ana.trouble, ...bo.trouble, ...second.trouble], []);
});

test('a card of discover is saved and somebody followed where they stand, and the other screen shows it', async () => {
  const ana = await person(browser, hub, 'Adriana', { viewport: { width: 360, height: 800 } });
  await ana.signUp();
  await ana.go('/discover/tools');
  const second = await personIn(ana.context, hub, 'Adriana');
  await second.go('/discover/tools');
  const mark = (who) => who.page.getByRole('button', { name: 'Save: Claude', exact: true });
  for (const who of [ana, second]) await who.page.locator('body[data-socket=online]').waitFor();
  assert.equal(await mark(ana).getAttribute('aria-pressed'), 'false');
  const { width, height } = await mark(ana).boundingBox();
  assert.ok(width >= 44 && height >= 44, `${width} × ${height}`);
  await mark(ana).click();
  for (const who of [ana, second]) await until('it is saved', async () => (await mark(who).getAttribute('aria-pressed')) === 'true');
  assert.match(ana.page.url(), /\/discover\/tools$/, 'the card leads nowhere when it is saved');
  const [wide, screen] = await ana.page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
  assert.ok(wide <= screen, `${wide} on ${screen}`);
  await ana.go('/my/saved');
  await ana.page.getByRole('link', { name: 'Claude', exact: true }).waitFor();
  assert.deepEqual([...ana.trouble, ...second.trouble], []);
});

test('the first steps tick themselves off while the page is open', async () => {
  const ana = await person(browser, hub, 'Ameline');
  await ana.signUp();
  await ana.go('/home');
  await ana.page.locator('body[data-socket=online]').waitFor();
  const second = await personIn(ana.context, hub, 'Ameline');
  await second.asks('learning', 'Somebody to teach me the accordion', 'I have one, and neighbours.');
  await ana.page.getByText('1 of 3 done').waitFor();
  await second.go('/community/general');
  await second.page.locator('body[data-socket=online]').waitFor();
  await second.page.fill('[data-composer] textarea', 'Hello, I am Ameline.');
  await second.page.keyboard.press('Enter');
  await ana.page.getByText('2 of 3 done').waitFor();
  assert.equal(await ana.page.locator('.first-steps li.is-done').count(), 2);
  assert.deepEqual([...ana.trouble, ...second.trouble], []);
});
