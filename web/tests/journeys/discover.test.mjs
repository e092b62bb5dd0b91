// Looking around: groups in the order of how much they help, filters that are used the moment they are changed and taken back by Back,
// tools side by side, and what a tool's badge opens. On a phone, by keyboard, signed out, and without a script.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { person, startBrowser, startHub, until } from './hub.mjs';

const PHONE = { viewport: { width: 360, height: 780 }, hasTouch: true, isMobile: true };

let hub;
let browser;
let bo;
before(async () => {
  hub = await startHub();
  browser = await startBrowser();
  bo = await person(browser, hub, 'Boris');
  await bo.signUp();
  const offers = async (kind, title, fields) => {
    await bo.go('/my/offers/new');
    await bo.page.locator(`main [name=kind][value=${kind}]`).evaluate((radio) => radio.click());
    await bo.page.fill('main [name=text]', `${title}\nFor whoever has a stall and no evening left.`);
    for (const [name, value] of Object.entries(fields)) {
      await bo.page.locator(`main [name=${name}]`).last().evaluate((field, text) => {
        field.value = text;
        field.dispatchEvent(new Event('change', { bubbles: true }));
      }, value);
    }
    await bo.page.click('main form.form button[value=publish]');
    await bo.page.waitForURL('**/@boris/**');
  };
  await offers('service', 'Logos for your stall', { category: 'creative-design', tools: 'Midjourney' });
  await offers('service', 'A sign for your stall', { category: 'creative-design', pricing: 'one_time', price: '90' });
  await offers('course', 'Stall photos in an evening', { category: 'creative-design' });
  await offers('app', 'Stallbook', { category: 'operations', external_url: 'https://stallbook.example/app' });
  await bo.asks('advice', 'Which stall should I rent?', 'There are three on the market and I know none.');
});
after(async () => {
  await browser?.close();
  await hub?.stop();
});

const shot = (page, name) => process.env.SHOTS && page.screenshot({ path: `${process.env.SHOTS}/${name}.png`, fullPage: true });
const fits = async (page) => {
  const [wide, screen] = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
  assert.ok(wide <= screen, `${page.url()} is ${wide} wide on ${screen}`);
};
const tray = (page) => page.locator('dialog.tray[open]');
const isFocused = (locator) => locator.evaluate((element) => element === document.activeElement);
const search = (page) => new URL(page.url()).search;
const shows = (page, words) => until(`“${words}” stands there`, async () => (await page.locator('.results').innerText()).includes(words));
const showsNo = (page, words) => until(`“${words}” is gone`, async () => !(await page.locator('.results').innerText()).includes(words));

test('a category brings groups: what solves it, who can help, how to learn it, all else (J31, J36)', async () => {
  const eve = await person(browser, hub, 'Evelin', PHONE);
  const { page } = eve;
  await eve.go('/discover');
  await page.locator('.tile', { hasText: 'not a designer' }).tap();
  await page.waitForURL('**/discover?category=creative-design');
  const heads = await page.locator('.results > section h2').allInnerTexts();
  assert.deepEqual(heads, ['Apps and tools', 'People who can help', 'Courses', 'What people give', 'What people ask for']);
  const people = page.locator('section:has(#people-head)');
  assert.match(await people.innerText(), /Boris/);
  await page.getByText('Nobody asks for it right now.').waitFor();
  await fits(page);
  await shot(page, 'category-360');
  assert.deepEqual(eve.trouble, []);
});

test('filters are used the moment they are changed, the focus stays, and Back takes them back (J32)', async () => {
  const ana = await person(browser, hub, 'Anabel');
  const { page } = ana;
  await ana.go('/discover/offers');
  assert.equal(await page.locator('.use-filters').isVisible(), false, 'with a script there is nothing to press');
  await page.locator('.filters summary').click();
  const price = page.locator('#price');
  await price.focus();
  await page.evaluate(() => (globalThis.stays = true));
  await price.selectOption('paid');
  await showsNo(page, 'Logos for your stall');
  assert.equal(search(page), '?price=paid');
  assert.ok(await isFocused(price), 'the focus stays');
  await until('how many fit is said', async () => (await page.locator('[data-found]').innerText()) === '1 fits');
  await page.locator('#category').selectOption('operations');
  await page.getByRole('heading', { name: 'Nothing fits' }).waitFor();
  assert.equal(search(page), '?category=operations&price=paid');
  await page.goBack();
  await shows(page, 'A sign for your stall');
  assert.equal(search(page), '?price=paid');
  assert.equal(await page.locator('#category').inputValue(), '', 'the form goes back, too');
  await page.goBack();
  await shows(page, 'Logos for your stall');
  assert.deepEqual([search(page), await price.inputValue()], ['', '']);
  await page.goForward();
  await showsNo(page, 'Logos for your stall');
  assert.equal(await price.inputValue(), 'paid');
  assert.ok(await page.evaluate(() => globalThis.stays), 'it was one page all the time');
  await page.reload();
  await showsNo(page, 'Logos for your stall');
  await page.goBack();
  await shows(page, 'Logos for your stall');
  // A step to the content is none of a filter's.
  await page.evaluate(() => (location.hash = 'main'));
  await shows(page, 'A sign for your stall');
  assert.deepEqual(ana.trouble, []);
});

test('a sentence that finds nothing becomes an ask, and one that does is carried through the tabs (J33, J34)', async () => {
  const { page } = bo;
  await bo.go('/discover');
  await page.fill('#q', 'zzyzx qwerp');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'Nothing fits “zzyzx qwerp” yet' }).waitFor();
  await page.getByRole('link', { name: 'Post an ask' }).first().click();
  await page.waitForURL('**/my/asks/new?title=zzyzx**');
  assert.equal(await page.inputValue('main [name=text]'), 'zzyzx qwerp');
  await bo.go('/discover?q=stall');
  for (const [tab, has, hasNot] of [
    ['Offers', 'Logos for your stall', 'Which stall should I rent?'],
    ['Asks', 'Which stall should I rent?', 'Logos for your stall'],
    ['Courses', 'Stall photos in an evening', 'A sign for your stall'],
    ['People', 'Boris', 'Which stall should I rent?'],
  ]) {
    await page.locator('.results .tabs').getByRole('link', { name: tab, exact: true }).click();
    await page.waitForURL(`**/discover/${tab.toLowerCase()}?q=stall`);
    await shows(page, has);
    await showsNo(page, hasNot);
  }
  await page.locator('.filters summary').click();
  await page.getByRole('link', { name: 'Clear' }).click();
  await page.waitForURL('**/discover/people');
});

test("a tool's badge opens what it is, what it costs and what is made with it; Escape brings the focus back (J22)", async () => {
  const cy = await person(browser, hub, 'Cyra');
  const { page } = cy;
  await cy.go('/discover/offers');
  const badge = page.locator('.post', { hasText: 'Logos for your stall' }).getByRole('link', { name: 'Midjourney' });
  await badge.focus();
  await page.keyboard.press('Enter');
  const open = tray(page);
  await open.getByRole('heading', { name: 'Midjourney', exact: true }).waitFor();
  await open.getByText('There is no free version').waitFor();
  await open.getByRole('heading', { name: 'Offers with it' }).waitFor();
  await open.getByText('Logos for your stall').first().waitFor();
  await shot(page, 'tool-tray-1280');
  await page.keyboard.press('Escape');
  await until('the tray is gone', async () => (await page.locator('dialog.tray').count()) === 0);
  assert.ok(await isFocused(badge));
  await page.keyboard.press('Enter');
  await tray(page).getByRole('link', { name: 'Everything about Midjourney' }).click();
  await page.waitForURL('**/tools/midjourney');
  assert.deepEqual(cy.trouble, []);
});

test('a card that is clicked before that part of the script has come opens all the same, and leads there where it never comes', async () => {
  for (const comes of [true, false]) {
    const eli = await person(browser, hub, 'Elian', { serviceWorkers: 'block' });
    const { page } = eli;
    let pass;
    const held = new Promise((resolve) => (pass = resolve));
    await page.route('**/tray*.js', async (route) => {
      await held;
      await (comes ? route.continue() : route.abort());
    });
    await eli.go('/discover/offers');
    await page.locator('.post', { hasText: 'Logos for your stall' }).getByRole('link', { name: 'Midjourney' }).click();
    pass();
    if (comes) await tray(page).getByRole('heading', { name: 'Midjourney', exact: true }).waitFor();
    await page.waitForURL(comes ? '**/discover/offers' : '**/tools/midjourney');
    await page.close();
  }
});

test('tools are ticked in the directory and stand side by side, readable on a phone (J79)', async () => {
  const dora = await person(browser, hub, 'Doraly', PHONE);
  const { page } = dora;
  await dora.go('/discover/tools?q=pictures');
  const boxes = page.locator('.pick');
  await boxes.nth(0).tap();
  await boxes.nth(1).tap();
  const bar = page.locator('.compare-bar');
  const box = await bar.boundingBox();
  assert.ok(box.y > 0 && box.y + box.height <= 780, 'the button comes to whoever has ticked something');
  await shot(page, 'tools-ticked-360');
  await bar.getByRole('button').tap();
  await page.waitForURL('**/tools/compare?with=*,*');
  await fits(page);
  const [first] = await page.locator('.compare-table tbody th').all();
  const before = (await first.boundingBox()).x;
  await page.locator('.compare').evaluate((region) => (region.scrollLeft = 200));
  assert.equal((await first.boundingBox()).x, before, 'what a line is about stays in sight');
  await shot(page, 'compare-360');
  await page.locator('#with-3').selectOption('claude');
  await page.getByRole('button', { name: 'Compare', exact: true }).tap();
  await page.waitForURL('**/tools/compare?with=*,*,claude');
  await page.getByRole('link', { name: 'Leave Claude out' }).tap();
  await page.waitForURL((url) => url.search.split(',').length === 2);
  await dora.go('/tools/claude');
  await page.getByRole('link', { name: 'See them side by side' }).tap();
  await page.waitForURL('**/tools/compare?with=claude,*');
  assert.deepEqual(dora.trouble, []);
});

test('without a script filters have their button, a badge is a link, and boxes lead to the same comparison', async () => {
  const fin = await person(browser, hub, 'Finley', { javaScriptEnabled: false });
  const { page } = fin;
  await fin.go('/discover/offers?price=paid');
  await page.selectOption('#category', 'creative-design');
  await page.click('.use-filters');
  await page.waitForURL('**/discover/offers?**category=creative-design**price=paid**');
  await shows(page, 'A sign for your stall');
  await fin.go('/discover/offers');
  await page.locator('.post', { hasText: 'Logos for your stall' }).getByRole('link', { name: 'Midjourney' }).click();
  await page.waitForURL('**/tools/midjourney');
  await fin.go('/discover/tools');
  await page.locator('[name=with]').nth(0).check();
  await page.locator('[name=with]').nth(1).check();
  await page.locator('.compare-bar button').click();
  await page.waitForURL('**/tools/compare?with=*,*');
  assert.equal(await page.locator('.compare-table thead th').count(), 3);
});

test('somebody says how a tool is, in stars and words, by keyboard and on a phone; others read it (J79)', async () => {
  const gus = await person(browser, hub, 'Gustav', PHONE);
  const { page } = gus;
  await gus.signUp();
  await gus.go('/tools/claude');
  const say = page.locator('.review-say');
  await say.locator('summary').focus();
  await page.keyboard.press('Enter');
  await page.keyboard.press('Tab');
  // The best come first; the arrow takes one star away.
  await page.keyboard.press('Space');
  await page.keyboard.press('ArrowDown');
  assert.equal(await say.locator('[name=stars]:checked').inputValue(), '4');
  await page.keyboard.press('Tab');
  await page.keyboard.type('It reads my letters to me');
  await fits(page);
  await shot(page, 'review-form-360');
  await page.keyboard.press('Tab');
  await page.keyboard.type('In plain words, and it is never tired.');
  await say.locator('.btn-primary').tap();
  await page.getByText('Everybody can read it here, with your name.').waitFor();
  await page.getByRole('heading', { name: 'You said' }).waitFor();
  await shot(page, 'review-own-360');
  const hal = await person(browser, hub, 'Halina');
  await hal.signUp();
  await hal.go('/tools/claude');
  const row = hal.page.locator('.review', { hasText: 'It reads my letters to me' });
  await row.getByRole('img', { name: '4 of 5 stars' }).waitFor();
  await row.getByRole('link', { name: 'Report' }).click();
  await hal.page.getByRole('heading', { name: 'Report this review' }).waitFor();
  await page.getByRole('button', { name: 'Take it back' }).tap();
  await page.getByText('It is taken back, and gone from every page.').waitFor();
  assert.deepEqual([...gus.trouble, ...hal.trouble], []);
});
