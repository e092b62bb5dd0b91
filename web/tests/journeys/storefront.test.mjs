// The storefront and its tray: taken up by keyboard without leaving the page, refused with what was typed kept, sent; on a phone and
// without a script.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { person, startBrowser, startHub, until } from './hub.mjs';

let hub;
let browser;
let bo;
before(async () => {
  hub = await startHub();
  browser = await startBrowser();
  bo = await person(browser, hub, 'Boris');
  await bo.signUp();
  await bo.asks('advice', 'A van for Saturday', 'I move a piano across town and have no van.');
  await bo.offers('service', 'I tune pianos', 'An evening with your piano, and it sings again.');
  await bo.go('/my/offers/new');
  await bo.page.locator('main [name=kind][value=app]').evaluate((radio) => radio.click());
  await bo.page.fill('main [name=text]', 'Stallbook, a notebook for stalls\nTap what you sold, see what you earned.');
  await bo.page.locator('main [name=external_url]').evaluate((field) => (field.value = 'https://stallbook.example/app'));
  await bo.page.click('main form.form button[value=publish]');
  await bo.page.waitForURL('**/@boris/stallbook**');
});
after(async () => {
  await browser?.close();
  await hub?.stop();
});

const shot = (page, name) => process.env.SHOTS && page.screenshot({ path: `${process.env.SHOTS}/${name}.png` });
const fits = async (page) => {
  const [wide, screen] = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
  assert.ok(wide <= screen, `${page.url()} is ${wide} wide on ${screen}`);
};
const tray = (page) => page.locator('dialog.tray[open]');
/** The button on the card with this title. */
const button = (page, title) => page.locator('.post', { hasText: title }).locator('a.post-do');
const isFocused = (locator) => locator.evaluate((element) => element === document.activeElement);

test('the tray opens and closes by keyboard, and the focus goes in and comes back', async () => {
  const ana = await person(browser, hub, 'Anabel');
  const { page } = ana;
  await ana.signUp();
  await ana.go('/@boris');
  const opens = button(page, 'I tune pianos');
  await opens.focus();
  await page.keyboard.press('Enter');
  await tray(page).getByRole('heading', { name: 'I tune pianos' }).waitFor();
  const field = tray(page).locator('textarea');
  await until('the field has the focus', () => isFocused(field));
  await shot(page, 'tray-1280');
  for (let n = 0; n < 12; n += 1) {
    await page.keyboard.press('Tab');
    const inside = await page.evaluate(() => document.activeElement === document.body || Boolean(document.activeElement.closest('dialog.tray')));
    assert.ok(inside, 'the focus stays in the tray');
  }
  await page.keyboard.press('Escape');
  await until('the tray is gone', async () => (await page.locator('dialog.tray').count()) === 0);
  assert.ok(await isFocused(opens), 'the focus is back where it came from');
  assert.ok(page.url().endsWith('/@boris'));

  // What can't be taken is said in the tray, with what was typed; then it goes.
  await page.keyboard.press('Enter');
  await field.fill('   ');
  await tray(page).locator('form .btn-primary').click();
  const problem = tray(page).locator('[data-problems]');
  await problem.waitFor();
  await until('what is wrong is read first', () => isFocused(problem));
  assert.ok(page.url().endsWith('/@boris'));
  const long = 'x'.repeat(4_001);
  await field.fill(long);
  await tray(page).locator('form .btn-primary').click();
  await tray(page).getByText('4000 fit').first().waitFor();
  assert.equal(await field.inputValue(), long, 'what was typed is kept');
  await shot(page, 'tray-refused');
  await field.fill('Mine has not been tuned for ten years.');
  await page.keyboard.press('Escape');
  await until('the tray is gone', async () => (await page.locator('dialog.tray').count()) === 0);
  await opens.click();
  await until('what was typed waits there', async () => (await field.inputValue()) === 'Mine has not been tuned for ten years.');
  await tray(page).locator('form .btn-primary').click();
  await page.waitForURL('**/messages/**');
  await page.locator('.message', { hasText: 'Mine has not been tuned' }).waitFor();
  // Now that they talk the button leads to the page, which says how it stands.
  await ana.go('/@boris');
  await button(page, 'I tune pianos').click();
  await page.waitForURL('**/@boris/i-tune-pianos**');
  assert.deepEqual(ana.trouble.filter((line) => !line.includes('422')), []);
});

test('an ask is answered from the tray with a place held in it', async () => {
  const cy = await person(browser, hub, 'Cyra');
  const { page } = cy;
  await cy.signUp();
  await cy.go('/@boris');
  await button(page, 'A van for Saturday').click();
  await tray(page).getByRole('button', { name: "I've got this" }).click();
  await tray(page).getByText('A place is yours until').waitFor();
  assert.ok(page.url().endsWith('/@boris'));
  await tray(page).locator('textarea').fill('My brother has a van.');
  await tray(page).locator('form .btn-primary').click();
  await page.waitForURL('**/messages/**');
  assert.deepEqual(cy.trouble, []);
});

test('a link that leads away says where to, and the tray closes by its button and by a click beside it', async () => {
  const dora = await person(browser, hub, 'Doraly');
  const { page } = dora;
  await dora.signUp();
  await dora.go('/@boris');
  const opens = button(page, 'Stallbook');
  assert.equal((await opens.innerText()).split(':')[0].trim(), 'Try it');
  await opens.click();
  await tray(page).getByText('You are leaving for stallbook.example.').waitFor();
  const away = tray(page).getByRole('link', { name: 'Go to stallbook.example' });
  assert.equal(await away.getAttribute('href'), 'https://stallbook.example/app');
  await shot(page, 'tray-outside');
  await tray(page).getByRole('button', { name: 'Close' }).click();
  await until('the tray is gone', async () => (await page.locator('dialog.tray').count()) === 0);
  assert.ok(await isFocused(opens));
  await opens.click();
  await tray(page).getByText('You are leaving').waitFor();
  await page.mouse.click(40, 400);
  await until('the tray is gone', async () => (await page.locator('dialog.tray').count()) === 0);
  assert.deepEqual(dora.trouble, []);
});

test('on a phone the tray is the whole screen, and a stranger is asked who they are after they have written', async () => {
  const phone = { viewport: { width: 360, height: 780 }, hasTouch: true, isMobile: true, reducedMotion: 'reduce' };
  const eve = await person(browser, hub, 'Evelin', phone);
  const { page } = eve;
  await eve.go('/@boris');
  await fits(page);
  await shot(page, 'stranger-360');
  await button(page, 'I tune pianos').tap();
  await tray(page).locator('textarea').waitFor();
  const box = await tray(page).boundingBox();
  assert.deepEqual([box.x, Math.round(box.width), Math.round(box.height)], [0, 360, 780]);
  const lasts = await tray(page).evaluate((dialog) => getComputedStyle(dialog).transitionDuration.split(', ').map(parseFloat));
  assert.ok(lasts.every((seconds) => seconds < 0.001), 'nothing moves for who wants nothing to move');
  await fits(page);
  await shot(page, 'tray-360');
  await tray(page).locator('textarea').fill('I have a very old piano.');
  await tray(page).locator('form .btn-primary').tap();
  await page.getByText('I have a very old piano.').first().waitFor();
  await page.locator('main [name=password]').waitFor();
  assert.deepEqual(eve.trouble, []);
});

test('without a script the button leads to the page with the same form', async () => {
  const fin = await person(browser, hub, 'Finley', { javaScriptEnabled: false });
  const { page } = fin;
  await fin.signUp();
  await fin.go('/@boris');
  await button(page, 'I tune pianos').click();
  await page.waitForURL('**/@boris/i-tune-pianos#request');
  await page.fill('#request textarea', 'Could you come on Friday?');
  await page.click('#request form button');
  await page.waitForURL('**/messages/**');
  await page.locator('.message', { hasText: 'Could you come on Friday?' }).waitFor();
});

test('its owner changes a line where it stands by keyboard, and what can not be taken stays typed', async () => {
  const { page } = bo;
  await page.setViewportSize({ width: 360, height: 780 });
  await bo.go('/@boris');
  const part = page.locator('#edit-tagline');
  await part.locator('summary').focus();
  assert.match(await part.locator('summary').innerText(), /Add a line about you/);
  await page.keyboard.press('Enter');
  await page.keyboard.press('Tab');
  await page.keyboard.type('Bread at five, cake by eight');
  await fits(page);
  await shot(page, 'edit-360');
  await page.keyboard.press('Enter');
  await page.locator('.lead', { hasText: 'Bread at five, cake by eight' }).waitFor();
  await page.getByText('Saved.').waitFor();
  const links = page.locator('#edit-links');
  await links.locator('summary').click();
  await links.locator('[name=website_url]').fill('https://');
  await links.locator('form').evaluate((form) => (form.noValidate = true));
  await links.locator('button').click();
  await links.locator('[data-problems]').waitFor();
  assert.equal(await links.locator('[name=website_url]').inputValue(), 'https://');
  await fits(page);
  assert.deepEqual(bo.trouble.filter((line) => !line.includes('422')), []);
});
