// Coming in on a phone: what somebody needs is answered before they have a name, and posted as soon as they have one; an
// answer is written first and sent with the sign-up.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { person, startBrowser, startHubWithin } from './hub.mjs';

let hub;
let browser;
before(async () => {
  // More come in from one address here than usual.
  hub = await startHubWithin('sign_ups_an_hour = 100\n');
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
  const loaded = [];
  page.on('load', () => loaded.push(new URL(page.url()).pathname));
  await rosa.go('/');
  // While she types, what fits stands below the box; whoever searches by the button gets the same.
  const button = page.locator('.need-box button');
  const stood = await button.boundingBox();
  await page.locator('#need').pressSequentially('Posts for my small shop that sound like me', { delay: 10 });
  await page.locator('#found').getByText('I write posts for small shops', { exact: true }).waitFor();
  // Somebody who stops for a moment is answered in the middle of a sentence.
  await page.waitForURL(/need=Posts\+for\+my\+small\+shop\+that\+sound\+like\+me$/);
  assert.deepEqual(await button.boundingBox(), stood, 'what one is about to tap does not move');
  assert.match(page.url(), /need=Posts\+for\+my\+small\+shop/);
  assert.match(await page.locator('[data-found-said]').textContent(), /fit|Nothing/);
  assert.equal(loaded.length, 1, 'still on the first page');
  await fits(page);
  await button.tap();
  await page.waitForFunction(() => document.activeElement.id === 'found');
  assert.ok(await page.locator('#found-line').evaluate((line) => line.getBoundingClientRect().top < innerHeight), 'the view goes to the results');
  assert.equal(loaded.length, 1, 'they stood there already');
  await shot(page, 'found-360');
  await page.getByRole('button', { name: 'Post this as an ask' }).tap();
  await page.getByRole('heading', { name: 'Say who you are' }).waitFor();
  await page.getByText('Posts for my small shop that sound like me').waitFor();
  await page.fill('[name=name]', 'Rosa Baker');
  await page.getByText('Your page: @rosa-baker').waitFor();
  await page.fill('[name=email]', 'rosa@example.org');
  await fits(page);
  await shot(page, 'signup-360');
  await page.fill('[name=password]', 'four warm plain words');
  await page.getByRole('button', { name: 'Sign up and post it' }).tap();
  await page.waitForURL('**/@rosa-baker/asks/posts-for-my-small-shop-that-sound-like-me');
  await page.locator('[data-after-line]').waitFor();
  await page.getByText('I write posts for small shops', { exact: true }).first().waitFor();
  assert.ok(Date.now() - began < 180_000, 'three minutes');
  await fits(page);
  await shot(page, 'posted-360');
  assert.deepEqual(loaded, ['/', '/my/asks/new', '/@rosa-baker/asks/posts-for-my-small-shop-that-sound-like-me'], 'three pages');
  assert.deepEqual(rosa.trouble, []);
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

test('a slip at the sign-up loses nothing, and by keyboard the demonstration holds still', async () => {
  const dee = await person(browser, hub, 'Deedee', phone);
  const { page } = dee;
  await dee.go('/');
  const stands = page.locator('.demo-pause input');
  await stands.focus();
  await page.keyboard.press('Space');
  const states = await page.locator('.demo-turn').evaluateAll((turns) => turns.map((turn) => getComputedStyle(turn).animationPlayState));
  assert.deepEqual(states, ['paused', 'paused', 'paused']);
  await page.fill('#need', 'A logo for my choir');
  await page.getByRole('button', { name: 'Post this as an ask' }).tap();
  await page.fill('[name=name]', 'Deedee');
  await page.fill('[name=email]', 'dee@example.org');
  await page.fill('[name=password]', 'too short');
  await page.getByRole('button', { name: 'Sign up and post it' }).tap();
  await page.locator('[data-problems]').waitFor();
  assert.equal(await page.inputValue('[name=email]'), 'dee@example.org');
  await page.getByText('A logo for my choir').first().waitFor();
  await page.fill('[name=password]', 'four warm plain words');
  await page.getByRole('button', { name: 'Sign up and post it' }).tap();
  await page.waitForURL('**/@deedee/asks/a-logo-for-my-choir');
  assert.deepEqual(dee.trouble.filter((words) => !words.includes('422')), []);
});

test('the first steps on home tick themselves off, and a small thing is offered by one tap and a sentence', async () => {
  const eve = await person(browser, hub, 'Evelyn', phone);
  const { page } = eve;
  await eve.signUp();
  await page.getByText('0 of 3 done').waitFor();
  await fits(page);
  await shot(page, 'steps-360');
  await page.locator('.chip-begin', { hasText: 'Look at a website' }).tap();
  assert.equal(await page.inputValue('main [name=text]'), 'I look at your website and tell you the truth');
  await page.fill('main [name=text]', 'I look at your website and tell you the truth\nHalf an hour, by writing.');
  await page.locator('main form.form button[value=publish]').tap();
  await page.waitForURL('**/@evelyn/**');
  await eve.go('/home');
  await page.getByText('1 of 3 done').waitFor();
  await page.getByRole('link', { name: 'Say hello' }).tap();
  await page.locator('[data-composer] textarea').fill('Hello, I am Eve. I teach.');
  await page.locator('[data-composer] .btn-primary').tap();
  await page.locator('[data-messages]').getByText('Hello, I am Eve. I teach.').waitFor();
  await page.locator('[data-socket=online]').waitFor();
  await eve.asks('advice', 'Who knows a good biscuit?', 'For a class of twenty.');
  await eve.go('/home');
  await page.getByRole('heading', { name: /Hello|Welcome/ }).waitFor();
  assert.equal(await page.locator('.first-steps').count(), 0, 'all three are done');
  await fits(page);
  await shot(page, 'home-360');
  assert.deepEqual(eve.trouble, []);
});
