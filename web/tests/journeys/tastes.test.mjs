// Less like this, on a phone: from a card to its form, back with one tap, and all rules on a page.
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

test('a card goes by a rule, comes back by undo, and the rule is read and taken back on its page', async () => {
  const ana = await person(browser, hub, 'Anabel');
  const bo = await person(browser, hub, 'Bobby', { viewport: { width: 360, height: 800 } });
  await ana.signUp();
  await bo.signUp();
  await bo.offers('feedback', 'I test new recipe apps on my phone', 'I love cooking and trying new apps. I test recipe apps and say what is confusing.');
  await bo.go('/home');
  await ana.asks('beta_tester', 'Beta testers for my recipe app', 'A small recipe app for phones. I need people to test it and say what is confusing.');
  const cards = bo.page.locator('[data-live="matches"] .match');
  // It came live, so its link was filled in by the page.
  await cards.first().waitFor();
  const narrow = async () => {
    const [wide, screen] = await bo.page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
    assert.ok(wide <= screen, `${bo.page.url()} is ${wide} wide on ${screen}`);
  };
  await narrow();

  const less = async (words) => {
    await cards.first().getByRole('link', { name: 'Less like this…' }).click();
    await bo.page.waitForURL('**/less?**');
    await narrow();
    await bo.page.getByLabel(words).check();
    await bo.page.getByRole('button', { name: 'Less of this' }).click();
    await bo.page.waitForURL('**/home');
    assert.equal(await cards.count(), 0);
  };
  await less('matches with Anabel');
  await bo.page.getByRole('button', { name: 'Undo' }).click();
  await bo.page.waitForURL('**/home');
  await cards.first().waitFor();

  await less('asks to try an app');
  await bo.go('/settings/matches');
  await narrow();
  await bo.page.getByText('asks to try an app').first().waitFor();
  await bo.page.getByRole('button', { name: /Take it back/ }).click();
  await bo.page.getByText('You have no rules').waitFor();
  await bo.page.getByRole('button', { name: 'For a day' }).click();
  await bo.page.getByText('Your matches are paused').first().waitFor();
  await narrow();
  await bo.page.getByRole('button', { name: 'Resume my matches' }).click();
  await bo.page.getByText('Pause my matches').waitFor();
  await bo.go('/home');
  await cards.first().waitFor();

  // The last one goes by keyboard: the focus is on the head of what stood there.
  await bo.page.locator('body[data-socket=online]').waitFor();
  await bo.page.locator('[data-dismiss] button').first().focus();
  await bo.page.keyboard.press('Enter');
  await cards.first().waitFor({ state: 'detached' });
  await bo.page.waitForFunction(() => ['H1', 'H2'].includes(document.activeElement.tagName) && document.activeElement.offsetParent);
  assert.deepEqual([...ana.trouble, ...bo.trouble], []);
});
