// An ask and an offer written on a phone: the kind is guessed while one writes, corrected in two taps, and left alone then.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { person, startBrowser, startHub } from './hub.mjs';

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
const fits = async (page) => {
  const [wide, screen] = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
  assert.ok(wide <= screen, `${page.url()} is ${wide} wide on ${screen}`);
};
const guess = (page, words) => page.locator('.kind-choice > summary', { hasText: words }).waitFor();
const shot = (page, name) => process.env.SHOTS && page.screenshot({ path: `${process.env.SHOTS}/${name}.png`, fullPage: true });

test('one sentence and one tap on a phone make an ask of the kind it says', async () => {
  const ana = await person(browser, hub, 'Anabel', phone);
  const { page } = ana;
  await ana.signUp();
  await ana.go('/my/asks/new');
  await guess(page, 'What is it?');
  assert.ok(!(await page.locator('main [name=kind]').first().isVisible()), 'nobody is asked before they have written');
  await page.fill('main [name=title]', 'Looking for testers for my app');
  await guess(page, 'Looks like: I need people to try my app');
  await page.locator('[data-slot=hear]', { hasText: 'Nobody fits yet.' }).waitFor();
  await fits(page);
  await shot(page, 'ask');
  await page.locator('main form.form .post-row .btn-primary').tap();
  await page.waitForURL('**/@anabel/asks/**');
  await page.locator('.chip-ask', { hasText: 'Try my app' }).waitFor();
  assert.deepEqual(ana.trouble, []);
});

test('a guess is corrected and then stays as it was chosen', async () => {
  const bo = await person(browser, hub, 'Boris', phone);
  const { page } = bo;
  await bo.signUp();
  await bo.go('/my/asks/new');
  await page.fill('main [name=title]', 'Looking for testers for my app');
  await guess(page, 'Looks like: I need people to try my app');
  // By keyboard: open, choose, close.
  await page.locator('.kind-choice > summary').focus();
  await page.keyboard.press('Enter');
  await page.locator('main [name=kind][value=hire]').focus();
  await page.keyboard.press('Space');
  await guess(page, 'I want to pay somebody to do it');
  await shot(page, 'choices');
  // What is written later changes the money, and not what he chose.
  const read = page.waitForResponse('**/api/v1/compose');
  await page.fill('main textarea[name=description]', 'I want to learn it with ChatGPT. My budget is $50 to $80.');
  await read;
  await page.locator('[data-named-tools] button', { hasText: 'ChatGPT' }).tap();
  assert.equal(await page.locator('main [name=budget_min]').inputValue(), '50');
  assert.equal(await page.locator('main [name=budget_max]').inputValue(), '80');
  assert.equal(await page.locator('main [name=tools]').inputValue(), 'ChatGPT');
  await guess(page, 'I want to pay somebody to do it');
  await fits(page);
  await shot(page, 'money');
  // A budget that he typed himself stays.
  await page.fill('main [name=budget_max]', '60');
  const again = page.waitForResponse('**/api/v1/compose');
  await page.fill('main textarea[name=description]', 'With ChatGPT. My budget is $50 to $90.');
  await again;
  await page.locator('[data-named-tools] button[aria-pressed=true]', { hasText: 'ChatGPT' }).waitFor();
  assert.equal(await page.locator('main [name=budget_max]').inputValue(), '60');
  await page.locator('main form.form .post-row .btn-primary').tap();
  await page.waitForURL('**/@boris/asks/**');
  await page.locator('.chip-ask', { hasText: 'Paid work' }).waitFor();
  await page.getByText('$50 to $60').waitFor();
  assert.deepEqual(bo.trouble, []);
});

test('an offer says its price in its sentence', async () => {
  const cy = await person(browser, hub, 'Cyra', phone);
  const { page } = cy;
  await cy.signUp();
  await cy.go('/my/offers/new');
  await page.fill('main [name=title]', 'I design your website, $40 an hour');
  await guess(page, 'Looks like: A service');
  assert.equal(await page.locator('main [name=price]').inputValue(), '40');
  assert.equal(await page.locator('main [name=pricing]').inputValue(), 'hourly');
  await fits(page);
  await page.fill('main textarea[name=description]', 'Two rounds of changes are included.');
  await shot(page, 'offer');
  await page.locator('main form.form button[value=publish]').tap();
  await page.waitForURL('**/@cyra/**');
  await page.getByText('$40/hr').first().waitFor();
  assert.deepEqual(cy.trouble, []);
});
