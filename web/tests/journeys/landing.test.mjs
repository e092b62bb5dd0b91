// Coming in on a phone: what somebody needs is answered before they have a name, and posted as soon as they have one; an
// answer is written first and sent with the sign-up.
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
const shot = (page, name) => process.env.SHOTS && page.screenshot({ path: `${process.env.SHOTS}/${name}.png`, fullPage: true });

test('from the box to the ask with its result, by saying who one is once', async () => {
  const bo = await person(browser, hub, 'Bobby');
  await bo.signUp();
  await bo.offers('skill', 'I write posts for small shops', 'Short ones that sound like you. For your bakery, café or shop.');
  const rosa = await person(browser, hub, 'Rosa Baker', phone);
  const { page } = rosa;
  const began = Date.now();
  await rosa.go('/');
  await page.fill('#need', 'Posts for my small shop that sound like me');
  await page.locator('.need-box .btn-primary').tap();
  await page.locator('#found').waitFor();
  await fits(page);
  await shot(page, 'found-360');
  await page.getByRole('button', { name: 'Post this as an ask' }).tap();
  await page.getByRole('heading', { name: 'Say who you are' }).waitFor();
  await page.getByText('Posts for my small shop that sound like me').waitFor();
  await page.fill('[name=name]', 'Rosa Baker');
  await page.getByText('Your page: @rosa-baker').waitFor();
  await page.fill('[name=email]', 'rosa@example.org');
  await page.fill('[name=password]', 'too short');
  await fits(page);
  await shot(page, 'signup-360');
  await page.getByRole('button', { name: 'Sign up and post it' }).tap();
  // A slip loses nothing.
  await page.locator('[data-problems]').waitFor();
  assert.equal(await page.inputValue('[name=email]'), 'rosa@example.org');
  await page.fill('[name=password]', 'four warm plain words');
  await page.getByRole('button', { name: 'Sign up and post it' }).tap();
  await page.waitForURL('**/@rosa-baker/asks/posts-for-my-small-shop-that-sound-like-me');
  await page.locator('[data-after-line]').waitFor();
  await page.getByText('I write posts for small shops').first().waitFor();
  assert.ok(Date.now() - began < 180_000, 'three minutes');
  await fits(page);
  await shot(page, 'posted-360');
  assert.deepEqual(rosa.trouble.filter((words) => !words.includes('422')), []);
});

test('an answer is written first, and sent with the sign-up', async () => {
  const ana = await person(browser, hub, 'Anabel');
  await ana.signUp();
  await ana.asks('advice', 'A hand with my garden', 'It is wild. An afternoon is enough.');
  const ask = new URL(ana.page.url()).pathname;
  const cy = await person(browser, hub, 'Cyril', phone);
  const { page } = cy;
  await cy.go(ask);
  await page.locator('#answer textarea').fill('I have a spade and a free Saturday.');
  await fits(page);
  await shot(page, 'answer-360');
  await page.locator('#answer .btn-primary').tap();
  await page.getByText('I have a spade and a free Saturday.').waitFor();
  await page.fill('[name=name]', 'Cyril');
  await page.fill('[name=email]', 'cyril@example.org');
  await page.fill('[name=password]', 'four warm plain words');
  await page.getByRole('button', { name: 'Sign up and send it' }).tap();
  await page.waitForURL('**/messages/*');
  await page.getByText('I have a spade and a free Saturday.').filter({ visible: true }).first().waitFor();
  await ana.go('/home');
  await ana.page.getByText('I have a spade and a free Saturday.').filter({ visible: true }).first().waitFor();
  assert.deepEqual(cy.trouble, []);
});
