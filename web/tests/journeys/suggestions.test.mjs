// While somebody types: choices that the keyboard walks through, and parts of the script that come a moment later than the hand.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { person, startBrowser, startHub } from './hub.mjs';

const phone = { viewport: { width: 360, height: 800 } };
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

test('arrow keys walk through what may be meant, Enter goes there, Escape and Enter search', async () => {
  const ana = await person(browser, hub, 'Anabel', { viewport: { width: 360, height: 800 } });
  await ana.go('/discover');
  const input = ana.page.locator('#q');
  const list = ana.page.getByRole('listbox', { name: 'What you may mean' });
  await input.pressSequentially('market', { delay: 20 });
  await list.waitFor();
  assert.equal(await input.getAttribute('aria-expanded'), 'true');
  await ana.page.keyboard.press('ArrowDown');
  const first = list.getByRole('option').first();
  assert.equal(await first.getAttribute('aria-selected'), 'true');
  assert.equal(await input.getAttribute('aria-activedescendant'), await first.getAttribute('id'));
  const [wide, screen] = await ana.page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
  assert.ok(wide <= screen, `${wide} wide on ${screen}`);
  await ana.page.keyboard.press('Enter');
  await ana.page.waitForURL('**/discover?category=marketing-content');

  // On a tab it filters that tab, and what it filters by is seen and taken away.
  await ana.go('/discover/asks');
  await input.pressSequentially('market', { delay: 20 });
  await list.waitFor();
  await ana.page.keyboard.press('ArrowDown');
  await ana.page.keyboard.press('Enter');
  await ana.page.waitForURL('**/discover/asks?category=marketing-content');
  await ana.page.locator('.in-force').getByRole('link', { name: /take this filter away/ }).click();
  await ana.page.waitForURL('**/discover/asks');
  assert.equal(await ana.page.locator('.in-force').count(), 0);

  await ana.go('/discover');
  await input.pressSequentially('marketing', { delay: 20 });
  await list.waitFor();
  await ana.page.keyboard.press('Escape');
  await list.waitFor({ state: 'hidden' });
  await ana.page.keyboard.press('Enter');
  await ana.page.waitForURL('**/discover?q=marketing**');
  assert.deepEqual(ana.trouble, []);
});

test('what was typed before that part of the script came is answered when it has', async () => {
  const bea = await person(browser, hub, 'Beatrix', { serviceWorkers: 'block' });
  let pass;
  const held = new Promise((resolve) => (pass = resolve));
  await bea.page.route('**/suggest*.js', async (route) => {
    await held;
    await route.continue();
  });
  await bea.go('/discover');
  await bea.page.locator('#q').pressSequentially('market');
  pass();
  await bea.page.getByRole('listbox', { name: 'What you may mean' }).waitFor();
  assert.deepEqual(bea.trouble, []);
});

test('the name of one\'s page is chosen while one signs up, if one wants to', async () => {
  const page = await (await browser.newContext(phone)).newPage();
  await page.goto(`${hub.url}/signup`);
  assert.equal(await page.locator('#f-username').isVisible(), false);
  await page.locator('[data-username] summary').click();
  await page.fill('#f-username', 'hat-maker');
  await page.fill('#f-name', 'Hattie');
  await page.fill('#f-email', 'hattie@example.org');
  await page.fill('#f-password', 'four warm plain words');
  await page.click('main form .btn-primary');
  await page.waitForURL('**/home');
  await page.goto(`${hub.url}/@hat-maker`);
  await page.getByRole('heading', { name: 'Hattie' }).first().waitFor();
});

test('the line of the kind opens at the first press, also before that part of the script has come', async () => {
  const gil = await person(browser, hub, 'Gilda', { ...phone, serviceWorkers: 'block' });
  await gil.signUp();
  let pass;
  const held = new Promise((resolve) => (pass = resolve));
  await gil.page.route('**/composer*.js', async (route) => {
    await held;
    await route.continue();
  });
  await gil.go('/my/asks/new');
  await gil.page.locator('[data-compose] > summary').click();
  pass();
  await gil.page.locator('[data-compose] [name=kind]').first().waitFor();
  assert.ok(await gil.page.locator('[data-compose]').evaluate((details) => details.open));
});
