// A room on two screens: what is said in one is on the other, and a message becomes an ask in one tap.
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

test('two people talk in General and one message becomes an ask', async () => {
  const ana = await person(browser, hub, 'Anabel');
  const bo = await person(browser, hub, 'Bobby', { viewport: { width: 360, height: 740 } });
  await ana.signUp();
  await bo.signUp();
  const elsewhere = await bo.context.newPage();
  await elsewhere.goto(hub.url + '/community');
  // A tab in the background is drawn, and clicked, as slowly as the browser likes.
  await bo.page.bringToFront();
  await bo.go('/community/general');
  await ana.go('/community/general');

  // Live, with typing, without a reload; whoever shows something else hears that there is something new.
  const seen = bo.page.locator('[data-typing]').filter({ hasText: 'writing' }).waitFor().then(() => true);
  const field = ana.page.locator('textarea[name=body]');
  await field.pressSequentially('Who has twenty minutes for my app?', { delay: 15 });
  // It is said every 3 s while somebody types; the first time perhaps before the other page has opened the room.
  const aMoment = () => new Promise((resolve) => setTimeout(resolve, 3200, false));
  while (!(await Promise.race([seen, aMoment()]))) await field.press('Space');
  await ana.page.keyboard.press('Enter');
  await ana.page.locator('.said.is-mine[data-tick=stored]', { hasText: 'twenty minutes' }).waitFor();
  const heard = bo.page.locator('.said', { hasText: 'twenty minutes' });
  await heard.waitFor();
  assert.equal(await heard.locator('.said-by').innerText(), 'Anabel');

  // A line that breaks is made up for.
  await bo.context.setOffline(true);
  await ana.page.locator('textarea[name=body]').fill('It is a calendar.');
  await ana.page.keyboard.press('Enter');
  await ana.page.locator('.said.is-mine[data-tick=stored]', { hasText: 'calendar' }).waitFor();
  await bo.context.setOffline(false);
  await bo.page.locator('.said', { hasText: 'It is a calendar.' }).waitFor();
  assert.equal(await bo.page.locator('.said', { hasText: 'twenty minutes' }).count(), 1, 'nothing comes twice');

  // What may be done to a message is done as between two, and everybody sees it.
  const act = async (who, message, what) => {
    await message.hover();
    await message.locator('[data-slot=menu]').click();
    await who.page.locator(`.message-actions ${what}`).click();
  };
  await act(bo, heard, '[data-emoji="👍"]');
  const anas = ana.page.locator('.said', { hasText: 'twenty minutes' });
  await anas.locator('.reaction', { hasText: '👍 1' }).waitFor();
  await act(ana, ana.page.locator('.said', { hasText: 'It is a calendar.' }), '[data-do=edit]');
  await ana.page.locator('textarea[name=body]').fill('It is a diary.');
  await ana.page.keyboard.press('Enter');
  const diary = bo.page.locator('.said', { hasText: 'It is a diary.' });
  await diary.locator('[data-slot=edited]').waitFor();
  await act(bo, diary, '[data-do=reply]');
  await bo.page.locator('textarea[name=body]').fill('Mine is full.');
  await bo.page.locator('[data-composer] .btn-primary').click();
  const answer = ana.page.locator('.said', { hasText: 'Mine is full.' });
  assert.equal(await answer.locator('[data-slot=quote-words]').innerText(), 'It is a diary.');
  assert.equal(await answer.locator('[data-slot=quote-by]').innerText(), 'You');
  assert.equal(await bo.page.locator('.message-actions').count(), 0, 'the menu is gone');
  await act(bo, bo.page.locator('.said', { hasText: 'Mine is full.' }), '[data-do=delete]');
  await bo.page.locator('.message-actions [data-do=delete]').click();
  await ana.page.locator('.said.is-gone').waitFor();

  // One tap suggests it, another opens the composer filled in; the room shows how the ask stands.
  assert.equal(await heard.locator('.meta button').count(), 0, 'it is in the menu: nothing more to tab through at each message');
  await act(bo, heard, '[data-do=ask]');
  await bo.page.locator('.toasts', { hasText: 'Suggested' }).waitFor();
  assert.ok(await heard.locator('[data-slot=menu]').evaluate((link) => link === document.activeElement), 'the focus is back where the menu was opened');
  await ana.page.locator('.said', { hasText: 'twenty minutes' }).locator('[data-slot=make]').click();
  await ana.page.waitForURL('**/community/general/messages/1/ask');
  assert.equal(await ana.page.locator('main [name=text]').inputValue(), 'Who has twenty minutes for my app?');
  await ana.page.locator('form[action="/my/asks/new"] .btn-primary').click();
  await ana.page.waitForURL('**/@*/asks/*');
  const card = bo.page.locator('.said-ask', { hasText: 'Who has twenty minutes for my app?' });
  await card.waitFor();
  assert.equal(await card.locator('[data-slot=state]').innerText(), '0 of 5 found', 'it was guessed to want testers, and those are five');
  await ana.page.locator('form[action$="/close"] button, form[action$="/fulfil"] button').first().click();
  await card.locator('[data-slot=state]:not(:text("found"))').waitFor();

  const wide = await bo.page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
  assert.equal(wide, false, 'nothing is wider than a small phone');
  assert.deepEqual([...ana.trouble, ...bo.trouble], [], 'no complaint on the console');
});
