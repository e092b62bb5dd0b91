// An ask and an offer written on a phone, in one box: the kind is guessed while one writes, corrected in two taps, and left alone then;
// a draft goes on on another device; a post is changed, kept open, and shows how it was worded.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { person, personIn, startBrowser, startHubWithin, until } from './hub.mjs';

let hub;
let browser;
before(async () => {
  // More people than one address may bring in an hour.
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
const guess = (page, words) => page.locator('.kind-choice > summary', { hasText: words }).waitFor();
const shot = (page, name) => process.env.SHOTS && page.screenshot({ path: `${process.env.SHOTS}/${name}.png`, fullPage: true });
const box = 'main [name=text]';
const post = (page) => page.locator('main form.compose .post-row .btn-primary');
const kept = (page) => page.locator('[data-slot=kept]', { hasText: 'Kept as a draft' }).waitFor();

test('one sentence and one tap on a phone make an ask of the kind it says', async () => {
  const ana = await person(browser, hub, 'Anabel', phone);
  const { page } = ana;
  await ana.signUp();
  await ana.go('/my/asks/new');
  await guess(page, 'What is it?');
  assert.ok(!(await page.locator('main [name=kind]').first().isVisible()), 'nobody is asked before they have written');
  for (const name of ['budget_min', 'places', 'category', 'image_url']) assert.ok(!(await page.locator(`main [name=${name}]`).isVisible()), `${name} waits`);
  await shot(page, 'empty');
  await page.fill(box, 'Looking for testers for my app');
  await guess(page, 'Looks like: I need people to try my app');
  await page.locator('[data-slot=hear]', { hasText: 'Nobody fits yet.' }).waitFor();
  const card = page.locator('[data-preview]');
  assert.equal(await card.locator('h3').innerText(), 'Looking for testers for my app');
  assert.equal(await card.locator('.chip-ask').innerText(), 'Try my app');
  await fits(page);
  await shot(page, 'ask');
  // What is too long for a title is read on below it, as the hub splits it: the address and the price at its end, too.
  const long = `I need testers. ${'A few evenings with my app about bread, '.repeat(5)}see https://crumb.example, for $5 each.`;
  await page.fill(box, long);
  assert.equal(await card.locator('h3').innerText(), 'I need testers.');
  assert.match(await card.locator('.post-text').innerText(), /^A few evenings/);
  await page.fill(box, long.replace('. A few', ', a few'));
  assert.match(await card.locator('h3').innerText(), /…$/);
  assert.match(await card.locator('.post-text').innerText(), /^I need testers, a few/);
  await page.fill(box, 'Looking for testers for my app');
  await guess(page, 'Looks like: I need people to try my app');
  await post(page).tap();
  await page.waitForURL('**/@anabel/asks/**');
  await page.locator('.chip-ask', { hasText: 'Try my app' }).waitFor();
  assert.deepEqual(ana.trouble, []);
});

test('a guess is corrected and then stays as it was chosen', async () => {
  const bo = await person(browser, hub, 'Boris', phone);
  const { page } = bo;
  await bo.signUp();
  await bo.go('/my/asks/new');
  await page.fill(box, 'Looking for testers for my app');
  await guess(page, 'Looks like: I need people to try my app');
  // By keyboard: open, choose, close.
  await page.locator('.kind-choice > summary').focus();
  await page.keyboard.press('Enter');
  await page.locator('main [name=kind][value=hire]').focus();
  await page.keyboard.press('Space');
  await guess(page, 'I want to pay somebody to do it');
  await page.locator('main [name=budget_min]').waitFor();
  await shot(page, 'choices');
  // What is written later changes the money, and not what he chose.
  const read = page.waitForResponse('**/api/v1/compose');
  await page.fill(box, 'Looking for testers for my app\nI want to learn it with ChatGPT. My budget is $50 to $80.');
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
  await page.fill(box, 'Looking for testers for my app\nWith ChatGPT. My budget is $50 to $90.');
  await again;
  await page.locator('[data-named-tools] button[aria-pressed=true]', { hasText: 'ChatGPT' }).waitFor();
  assert.equal(await page.locator('main [name=budget_max]').inputValue(), '60');
  // Of an amount that is turned around it says so, and keeps what was typed.
  await page.fill('main [name=budget_min]', '70');
  await post(page).tap();
  await page.getByText('Swap them?').first().waitFor();
  assert.match(await page.inputValue(box), /^Looking for testers for my app\nWith ChatGPT/);
  await page.fill('main [name=budget_min]', '50');
  await post(page).tap();
  await page.waitForURL('**/@boris/asks/**');
  await page.locator('.chip-ask', { hasText: 'Paid work' }).waitFor();
  await page.getByText('$50 to $60').waitFor();
  // A widening opens the form at the field that it changes.
  const [, id] = /\/my\/asks\/(\d+)/.exec(await page.content());
  for (const [widening, field] of [['budget', 'budget_max'], ['advice', 'kind'], ['language', 'also_in']]) {
    await bo.go(`/my/asks/${id}/edit?widen=${widening}#f-${field}`);
    await page.waitForFunction((field) => document.activeElement.name === field, field);
    const { y } = await page.locator(':focus').boundingBox();
    assert.ok(y > 0 && y < page.viewportSize().height, `${field} at ${y}`);
  }
  assert.deepEqual(bo.trouble.filter((words) => !words.includes('422')), []);
});

test('an offer says its price in its sentence, and one sentence is enough', async () => {
  const cy = await person(browser, hub, 'Cyra', phone);
  const { page } = cy;
  await cy.signUp();
  await cy.go('/my/asks/new');
  await page.fill(box, 'I design your website, $40 an hour');
  // It was no ask: the other form goes on with what was written.
  await guess(page, 'Looks like');
  await page.locator('.compose-switch a', { hasText: 'I can help with something' }).tap();
  await page.waitForURL('**/my/offers/new?title=*');
  assert.equal(await page.inputValue(box), 'I design your website, $40 an hour');
  await guess(page, 'Looks like: A service');
  assert.equal(await page.locator('main [name=price]').inputValue(), '40');
  assert.equal(await page.locator('main [name=pricing]').inputValue(), 'hourly');
  assert.equal(await page.locator('[data-preview] .post-price').innerText(), '$40/hr');
  assert.ok(!(await page.locator('main [name=body]').isVisible()), 'an article is for another kind');
  await fits(page);
  await shot(page, 'offer');
  // Topics are completed by keyboard; one that nobody knows is in nobody's way, and named.
  await page.locator('main details.more-fields > summary').last().click();
  const tags = page.locator('main [name=tags]');
  await tags.fill('knitting for whales, w');
  await tags.press('ArrowDown');
  const known = await page.evaluate(() => document.activeElement.textContent);
  await page.keyboard.press('Enter');
  assert.equal(await tags.inputValue(), `knitting for whales, ${known}, `);
  await page.locator('main form.form button[value=publish]').tap();
  await page.waitForURL('**/@cyra/**');
  await page.getByText('We don\'t know “knitting for whales” yet; left out.').waitFor();
  await page.getByText('$40/hr').first().waitFor();
  assert.deepEqual(cy.trouble, []);
});

test('a draft goes on on another device, and is gone once it is posted', async () => {
  const dee = await person(browser, hub, 'Deniz', phone);
  await dee.signUp();
  const desk = await browser.newContext({ viewport: { width: 1280, height: 900 }, storageState: await dee.context.storageState() });
  const second = await personIn(desk, hub, 'Deniz');
  await dee.go('/my/asks/new');
  await dee.page.fill(box, 'Somebody to teach me how to price a wedding cake');
  await kept(dee.page);
  await shot(dee.page, 'kept');

  await second.go('/my/asks');
  await second.page.locator('.begun', { hasText: 'price a wedding cake' }).waitFor();
  await shot(second.page, 'begun');
  await second.go('/my/asks/new');
  await second.page.getByRole('link', { name: 'Go on with it' }).click();
  await second.page.waitForURL('**/my/asks/new?draft=*');
  assert.equal(await second.page.inputValue(box), 'Somebody to teach me how to price a wedding cake');
  await second.page.locator(box).press('Control+End');
  await second.page.keyboard.type('\nThree tiers, in May.');
  await kept(second.page);

  // The phone goes on with what it has: it is shown what stands there now, and nothing is lost over it.
  await dee.page.fill(box, 'Somebody to teach me how to price a cake');
  await dee.page.getByText('You went on with this on another device').waitFor();
  assert.match(await dee.page.locator('[data-slot=theirs]').innerText(), /wedding cake\nThree tiers, in May\./);
  await fits(dee.page);
  await shot(dee.page, 'elsewhere');
  await dee.page.locator('[data-slot=take]').tap();
  await until('the phone has what the desk wrote', async () => /Three tiers/.test(await dee.page.inputValue(box)));
  await post(second.page).click();
  await second.page.waitForURL('**/@deniz/asks/**');
  await dee.go('/my/asks');
  await dee.page.getByRole('heading', { name: 'My asks' }).waitFor();
  assert.equal(await dee.page.locator('.begun').count(), 0);
  assert.deepEqual([...dee.trouble, ...second.trouble].filter((words) => !words.includes('409')), []);
});

test('a post that is changed says so, and shows its owner how it was worded', async () => {
  const eve = await person(browser, hub, 'Evelyn', phone);
  const { page } = eve;
  await eve.signUp();
  await eve.asks('advice', 'A green logo for my bakery', 'It should look like bread.');
  const ask = new URL(page.url()).pathname;
  await page.getByRole('link', { name: 'Change it' }).tap();
  await page.fill(box, 'A blue logo for my bakery\nIt should look like bread.');
  await post(page).tap();
  await page.waitForURL(`**${ask}**`);
  const other = await person(browser, hub, 'Frieda');
  await other.signUp();
  await other.go(ask);
  await other.page.locator('.by', { hasText: 'edited' }).waitFor();
  assert.equal(await other.page.locator('.by a[href$="/wordings"]').count(), 0);
  await page.locator('.by a[href$="/wordings"]').tap();
  await page.locator('del', { hasText: 'green' }).waitFor();
  await page.locator('ins', { hasText: 'blue' }).waitFor();
  await fits(page);
  await shot(page, 'wordings');
  assert.deepEqual([...eve.trouble, ...other.trouble], []);
});
