// Settings on a phone, by keyboard: from page to page by the menu, a switch that stands alike on two screens, an old address, who may
// write first.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { person, personIn, startBrowser, startHub, until } from './hub.mjs';

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
const online = (page) => page.locator('body[data-socket=online]').waitFor();
const isOn = (page, name) => page.locator(`[data-switch="${name}"] button`).getAttribute('aria-checked');

/** Presses Tab until this has the focus. */
async function tabTo(page, selector) {
  for (let n = 0; n < 80; n += 1) {
    if (await page.locator(selector).first().evaluate((e) => e === document.activeElement)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`the keyboard never comes to ${selector}`);
}

test('all pages of settings are reached by keyboard, fit a phone, and know where one is', async () => {
  const ana = await person(browser, hub, 'Anabel', phone);
  await ana.signUp();
  const { page } = ana;
  await ana.go('/settings');
  await page.waitForURL('**/settings/profile');
  const menu = await page.locator('.settings-menu a').evaluateAll((all) => all.map((a) => a.getAttribute('href')));
  assert.ok(menu.length >= 8, menu.join(' '));
  for (const path of menu.slice(1)) {
    await tabTo(page, `.settings-menu a[href="${path}"]`);
    await page.keyboard.press('Enter');
    await page.waitForURL(`**${path}`);
    assert.equal(await page.locator('.settings-menu [aria-current]').getAttribute('href'), path);
    const [wide, screen] = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
    assert.ok(wide <= screen, `${path} is ${wide} wide on ${screen}`);
  }
  await ana.go('/settings#tokens');
  await page.waitForURL('**/settings/developers#tokens');
  await page.locator('#tokens').getByText('Tokens for programs').waitFor();
  assert.deepEqual(ana.trouble, []);
});

test('a switch thrown by keyboard stands alike on the other screen, and does what it says', async () => {
  const ana = await person(browser, hub, 'Annika', phone);
  const bo = await person(browser, hub, 'Bertram');
  await ana.signUp();
  await bo.signUp();
  const second = await personIn(ana.context, hub, 'Annika');
  for (const who of [ana, second]) {
    await who.go('/settings/notifications');
    await online(who.page);
  }
  await tabTo(ana.page, '[data-switch="followers"] button');
  await ana.page.keyboard.press('Space');
  for (const { page } of [ana, second]) await until('it is off', async () => (await isOn(page, 'followers')) === 'false');
  assert.equal(new URL(ana.page.url()).search, '', 'the page stayed');
  await bo.go('/@annika');
  await online(bo.page);
  await bo.page.locator('[data-follow] button').click();
  await bo.page.locator('[data-follow] .is-on').waitFor();
  await ana.go('/my/notices');
  assert.equal(await ana.page.getByText('Bertram follows you now.').count(), 0);

  for (const who of [ana, second]) {
    await who.go('/settings/privacy');
    await online(who.page);
  }
  await tabTo(ana.page, '[data-switch="found"] button');
  await ana.page.keyboard.press('Enter');
  for (const { page } of [ana, second]) await until('she is not to be found', async () => (await isOn(page, 'found')) === 'false');
  assert.equal(await isOn(second.page, 'public'), 'false');
  await second.page.locator('[name=first][value=nobody]').check();
  await second.page.locator('form:has([name=first]) button').click();
  await second.page.waitForURL('**/settings/privacy?done=first#first');
  await until('the other screen says so too', () => ana.page.locator('[name=first][value=nobody]').isChecked());
  await bo.go('/@annika');
  await bo.page.locator('.store-first').getByText('They start no new conversations for now.').waitFor();
  assert.equal(await bo.page.locator('form[action="/connections"]').count(), 0);
  assert.deepEqual([...ana.trouble, ...bo.trouble, ...second.trouble], []);
});
