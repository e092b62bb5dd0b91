// Somebody without a mouse: from the first page to a conversation by Tab, arrows, Enter and Space alone. Wherever the focus is, it is
// seen.
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

/** Presses Tab until this has the focus, and holds on the way that whatever has it is in sight and marked. */
async function tabTo(page, locator) {
  const unseen = [];
  for (let n = 0; n < 120; n += 1) {
    await page.keyboard.press('Tab');
    const lost = await page.evaluate(() => {
      const at = document.activeElement;
      if (!at || at === document.body) return '';
      const box = at.getBoundingClientRect();
      const inSight = box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth;
      // A mark of its own, or, where the control itself is drawn by its label, one on the label.
      const marked = [at, at.closest('label'), at.id && document.querySelector(`label[for="${at.id}"]`)].some((e) => e && (getComputedStyle(e).outlineStyle !== 'none' || getComputedStyle(e).boxShadow !== 'none'));
      return inSight && marked ? '' : `${location.pathname}: ${at.outerHTML.slice(0, 120)} ${inSight ? 'is not marked' : 'is out of sight'}`;
    });
    if (lost) unseen.push(lost);
    if (await locator.evaluate((e) => e === document.activeElement)) {
      assert.deepEqual(unseen, []);
      return;
    }
  }
  throw new Error(`the keyboard never comes to ${locator}`);
}

test('sign up, post, search, connect, write, finish and log out, by keyboard alone', async () => {
  const bo = await person(browser, hub, 'Boris');
  await bo.signUp();
  await bo.offers('feedback', 'I read posts of small shops', 'Send me three of yours and I say what I would change.');

  const ana = await person(browser, hub, 'Anabel');
  const { page } = ana;
  const { keyboard } = page;
  const role = (name, options) => page.getByRole(name, options);
  const enter = () => keyboard.press('Enter');
  await ana.go('/');
  await keyboard.press('Tab');
  await enter(); // past the bar
  await keyboard.press('Shift+Tab');
  await ana.go('/');
  await tabTo(page, role('banner').getByRole('link', { name: 'Sign up' }));
  await enter();
  await page.waitForURL('**/signup');
  for (const [field, words] of [['name', 'Anabel'], ['email', 'anabel@example.org'], ['password', 'four warm plain words']]) {
    await tabTo(page, page.locator(`main [name=${field}]`));
    await keyboard.type(words);
  }
  await enter();
  await page.waitForURL('**/home');

  // An ask, from the one button of the bar.
  await tabTo(page, page.locator('.top-post > summary'));
  await keyboard.press('ArrowDown');
  await enter();
  await page.waitForURL('**/my/asks/new');
  await tabTo(page, page.locator('main [name=text]'));
  await keyboard.type('Who reads the posts of my shop?\nThree of them, before Friday.');
  await tabTo(page, page.locator('main form.compose .post-row .btn-primary'));
  await enter();
  await page.waitForURL('**/@anabel/asks/**');

  // A search, to an offer, to its form.
  await tabTo(page, role('navigation', { name: 'Main' }).getByRole('link', { name: 'Discover' }));
  await enter();
  await page.waitForURL('**/discover');
  await tabTo(page, page.locator('main [name=q]'));
  await keyboard.type('posts of small shops');
  await enter();
  await page.waitForURL('**/discover?*q=posts*');
  await tabTo(page, page.locator('main .person p a', { hasText: 'I read posts of small shops' }));
  await enter();
  await page.waitForURL('**/@boris/**');
  await tabTo(page, page.locator('#request textarea'));
  await keyboard.type('Mine are about bread.');
  await tabTo(page, page.locator('#request .btn-primary'));
  await enter();
  await page.waitForURL('**/messages/*');

  // In the conversation: one line more, then a menu of a message, opened, walked and left.
  await tabTo(page, page.locator('[data-composer] textarea'));
  await keyboard.type('Here is the first one.');
  await enter();
  const said = page.locator('.message.is-mine', { hasText: 'Here is the first one.' });
  await said.locator('xpath=self::*[@data-no!="0"]').waitFor();
  const menu = said.locator('[data-slot=menu]');
  await menu.waitFor();
  for (let n = 0; n < 12 && !(await menu.evaluate((e) => e === document.activeElement)); n += 1) await keyboard.press('Shift+Tab');
  await enter();
  await page.locator('.message-actions').waitFor();
  await keyboard.press('ArrowDown');
  await keyboard.press('Escape');
  assert.ok(await menu.evaluate((e) => e === document.activeElement), 'the focus is back');

  // Bo says yes, and that it is done; Ana confirms and rates.
  const talk = new URL(page.url()).pathname;
  await bo.go(talk);
  await bo.page.locator('button[name=step][value=accept]').click();
  await bo.page.locator('button[name=step][value=done]').click();
  await page.locator('button[name=step][value=done]').waitFor();
  await tabTo(page, page.locator('button[name=step][value=done]'));
  await enter();
  await page.locator('.now-card .rate').waitFor();
  await tabTo(page, page.locator('.now-card .rate [name=stars]').first());
  await keyboard.press('Space');
  await tabTo(page, page.locator('.now-card .rate button'));
  await enter();
  await page.getByText('Thank you for saying so.').waitFor();

  await tabTo(page, page.locator('.top-me > summary'));
  await enter();
  await tabTo(page, page.locator('.top-me').getByRole('button', { name: 'Log out' }));
  await enter();
  await page.waitForURL(`${hub.url}/`);
  assert.deepEqual([...ana.trouble, ...bo.trouble], []);
});

/** Waits until this has the focus. */
async function hasFocus(locator) {
  for (let n = 0; n < 300; n += 1) {
    if (await locator.evaluate((e) => e === document.activeElement)) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`the focus is on ${await locator.evaluate(() => document.activeElement.outerHTML.slice(0, 120))}`);
}

test('the focus goes where one writes, and when it is sent to what is so now', async () => {
  const bea = await person(browser, hub, 'Beate');
  await bea.signUp();
  await bea.offers('feedback', 'I read the menus of small cafes', 'Send me yours and I say what I would change.');
  const ida = await person(browser, hub, 'Idalia');
  await ida.signUp();
  await ida.asks('feedback', 'Who reads the menu of my small cafe?', 'I would like to hear what to change in it.');
  const ask = new URL(ida.page.url()).pathname;

  // From the card of who fits: the form is open, and says what she needs.
  const card = ida.page.locator('[data-live=matches] .match').first();
  await card.waitFor();
  await tabTo(ida.page, card.locator('.begin > summary'));
  await ida.page.keyboard.press('Enter');
  await hasFocus(card.locator('textarea'));
  assert.ok((await card.locator('textarea').inputValue()).includes(`${hub.url}${ask}`));
  await ida.page.keyboard.type('Ten dishes.');
  await tabTo(ida.page, card.locator('.begin form .btn-primary'));
  await ida.page.keyboard.press('Enter');
  await ida.page.waitForURL('**/messages/*');
  await hasFocus(ida.page.locator('.now-card [id^=now-]'));

  // From the tray of a card, with what is asked above the field.
  const pia = await person(browser, hub, 'Pia');
  await pia.signUp();
  await pia.go('/discover/asks');
  const button = pia.page.locator(`a.post-do[href="${ask}#answer"]`);
  await button.waitFor();
  await tabTo(pia.page, button);
  await pia.page.keyboard.press('Enter');
  const tray = pia.page.locator('dialog.tray');
  await hasFocus(tray.locator('textarea[name=message]'));
  assert.ok(await tray.locator('.asked').getByText('what to change in it').isVisible());
  await pia.page.keyboard.type('I have run a cafe for ten years.');
  await tabTo(pia.page, tray.locator('form.form .btn-primary'));
  await pia.page.keyboard.press('Enter');
  await pia.page.waitForURL('**/messages/*');
  await hasFocus(pia.page.locator('.now-card [id^=now-]'));

  // Without a script what was pressed keeps the focus, and one Tab leads into the field; a page that is led to as well.
  const plain = await person(browser, hub, 'Pia', { javaScriptEnabled: false });
  await plain.go(`${ask}#answer`);
  assert.ok(await plain.page.locator('#answer .asked').getByText('what to change in it').isVisible());
  await plain.go('/login');
  await plain.page.fill('[name=login]', 'Pia');
  await plain.page.fill('[name=password]', 'four warm plain words');
  await plain.page.click('main form .btn-primary');
  await plain.page.waitForURL('**/home');
  await plain.go('/my/asks/new');
  await plain.page.locator('main [name=kind][value=feedback]').check();
  await plain.page.fill('main [name=text]', 'Who reads the menu of our cafe?\nAnd says what to change.');
  await plain.page.click('main form.compose .post-row .btn-primary');
  await plain.page.waitForURL('**/asks/**');
  const fits = plain.page.locator('[data-live=matches] .match').first();
  await tabTo(plain.page, fits.locator('.begin > summary'));
  await plain.page.keyboard.press('Enter');
  await hasFocus(fits.locator('.begin > summary'));
  await plain.page.keyboard.press('Tab');
  await hasFocus(fits.locator('textarea'));
  await tabTo(plain.page, fits.locator('.begin form .btn-primary'));
  await plain.page.keyboard.press('Enter');
  await plain.page.waitForURL('**/messages/*');
  await hasFocus(plain.page.locator('.now-card [id^=now-]'));
  assert.deepEqual([...bea.trouble, ...ida.trouble, ...pia.trouble], []);
});
