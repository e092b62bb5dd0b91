// Two people in a conversation, each on two screens: what happens to a message shows on all of them at once, and is what a page
// shows that is loaded anew.
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

/** What a page shows of its conversation, but for what differs from page to page by its nature. */
const shown = (page) =>
  page.evaluate(() => ({
    // Whoever opens it anew has nothing new.
    messages: [...document.querySelectorAll('[data-messages] > li:not(.new-line)')].map((li) => ({
      id: li.id,
      classes: [...li.classList].sort().join(' ').replace(' is-found', ''),
      tick: li.dataset.tick ?? null,
      words: [...li.querySelectorAll('[data-slot]')].filter((e) => !e.hidden && !e.closest('[hidden]')).map((e) => [e.dataset.slot, e.textContent.trim()]),
      pressed: [...li.querySelectorAll('.reaction')].map((b) => [b.value, b.name, b.getAttribute('aria-pressed'), b.textContent.trim()]),
      menu: li.querySelector('[data-slot=menu]')?.getAttribute('href') ?? null,
      quote: li.querySelector('[data-slot=quote]:not([hidden])')?.getAttribute('href') ?? null,
    })),
    pins: [...document.querySelectorAll('[data-pins]:not([hidden]) a')].map((a) => [a.getAttribute('href'), a.textContent.trim()]),
  }));

async function sameAsLoaded(who, when) {
  const fresh = await who.context.newPage();
  await fresh.goto(who.page.url());
  await fresh.waitForFunction(() => document.body.dataset.socket === 'online');
  assert.deepEqual(await shown(who.page), await shown(fresh), when);
  await fresh.close();
}

/** The message that says so itself, not one that quotes it. */
const row = (page, words) => page.locator('.message', { has: page.locator('[data-slot=body]', { hasText: words }) }).last();

async function choose(page, words, what) {
  const message = row(page, words);
  await message.hover();
  await message.locator('[data-slot=menu]').click();
  await page.locator(`.message-actions [data-do=${what}], .message-actions [data-emoji="${what}"]`).first().click();
}

test('answers, edits, reactions, pins and deletions show at once on every screen', async () => {
  const ana = await person(browser, hub, 'Anabel');
  const bo = await person(browser, hub, 'Bobby', { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true });
  await ana.signUp();
  await bo.signUp();
  await bo.go('/@anabel');
  await bo.page.locator('form:has([name=message]) textarea').fill('Hi Anabel, shall we?');
  await bo.page.locator('form:has([name=message]) .btn-primary').click();
  await bo.page.waitForURL('**/messages/*');
  const path = new URL(bo.page.url()).pathname;
  await ana.go(path);
  const write = async (who, words) => {
    await who.page.locator('[data-composer] textarea').fill(words);
    await who.page.locator('[data-composer] button').last().click();
    await row(who.page, words).locator('xpath=self::*[@data-no!="0"]').waitFor();
  };
  await write(ana, 'Thursday at seven?');
  await row(bo.page, 'Thursday at seven?').waitFor();

  // Bo answers it from a phone.
  await choose(bo.page, 'Thursday at seven?', 'reply');
  await write(bo, 'Better at eight');
  await row(ana.page, 'Better at eight').locator('.quoted', { hasText: 'Thursday at seven?' }).waitFor();
  await sameAsLoaded(ana, 'after an answer');

  // Ana mends her words; the answer quotes the new ones.
  await choose(ana.page, 'Thursday at seven?', 'edit');
  assert.equal(await ana.page.locator('[data-composer] textarea').inputValue(), 'Thursday at seven?');
  await ana.page.locator('[data-composer] textarea').fill('Thursday at half past seven?');
  await ana.page.keyboard.press('Enter');
  await row(bo.page, 'Better at eight').locator('.quoted', { hasText: 'half past seven' }).waitFor();
  await row(bo.page, 'half past seven').locator('[data-slot=edited]:visible').waitFor();

  // Both react, one of them takes it off again.
  await choose(bo.page, 'half past seven', '👍');
  await ana.page.locator('.message .reaction', { hasText: '👍' }).first().click();
  await bo.page.locator('.reaction', { hasText: '👍 2' }).waitFor();
  await sameAsLoaded(bo, 'after reactions');
  await ana.page.locator('.message .reaction', { hasText: '👍 2' }).first().click();
  await bo.page.locator('.reaction', { hasText: '👍 1' }).waitFor();

  await choose(ana.page, 'Better at eight', 'pin');
  await bo.page.locator('[data-pins]:visible', { hasText: 'Better at eight' }).waitFor();
  await sameAsLoaded(ana, 'after a pin');
  await sameAsLoaded(bo, 'after a pin');

  // Asked twice, then the words are gone everywhere.
  await row(bo.page, 'Better at eight').locator('[data-slot=menu]').click();
  await bo.page.locator('.message-actions [data-do=delete]').click();
  await bo.page.locator('.message-actions [data-do=delete]', { hasText: 'for good' }).click();
  await ana.page.locator('.message.is-gone').waitFor();
  await ana.page.locator('[data-pins]').waitFor({ state: 'hidden' });
  assert.ok(!(await ana.page.locator('[data-messages]').innerText()).includes('Better at eight'));
  await sameAsLoaded(ana, 'after a deletion');
  await sameAsLoaded(bo, 'after a deletion');

  // The menu by keyboard: opened, walked, left, and the focus is back where it was.
  const menu = row(ana.page, 'half past seven').locator('[data-slot=menu]');
  await menu.focus();
  await ana.page.keyboard.press('Enter');
  await ana.page.locator('.message-actions').waitFor();
  await ana.page.keyboard.press('ArrowDown');
  await ana.page.keyboard.press('Escape');
  assert.ok(await menu.evaluate((m) => m === document.activeElement), 'the focus is back');

  // What Ana types here shows on her other screen, until it is sent.
  const second = await ana.context.newPage();
  await second.goto(ana.page.url());
  await second.waitForFunction(() => document.body.dataset.socket === 'online');
  await ana.page.locator('[data-composer] textarea').pressSequentially('I was just thinking');
  await second.waitForFunction(() => document.querySelector('[data-composer] textarea').value === 'I was just thinking');
  await ana.page.keyboard.press('Enter');
  await second.waitForFunction(() => document.querySelector('[data-composer] textarea').value === '');
  await row(second, 'I was just thinking').waitFor();

  // Unread is head − cursor, in the title too; read on one screen it is read on all.
  await second.goto(hub.url + '/home');
  await ana.go('/home');
  await write(bo, 'one more');
  await write(bo, 'and another');
  // Beside what the bell counts.
  const titleSays = (screen, unread) =>
    screen.waitForFunction((unread) => {
      const waits = unread + Number(document.querySelector('.bell [data-number]').textContent);
      return Number(/^\((\d+)\)/.exec(document.title)?.[1] ?? 0) === waits;
    }, unread);
  for (const screen of [ana.page, second]) await titleSays(screen, 2);
  await second.goto(hub.url + path);
  await titleSays(ana.page, 0);
  assert.deepEqual([...ana.trouble, ...bo.trouble], [], 'no complaint on the console');
});
