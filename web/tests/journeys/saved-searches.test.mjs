// A saved search on a phone: saved where it was typed, told of live, stopped from the notice, and listed.
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

test('who saves a search is told live of what comes, and stops it with one tap', async () => {
  const ana = await person(browser, hub, 'Anabel', { viewport: { width: 360, height: 800 } });
  const bo = await person(browser, hub, 'Bobby');
  await ana.signUp();
  await bo.signUp();
  const narrow = async () => {
    const [wide, screen] = await ana.page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
    assert.ok(wide <= screen, `${ana.page.url()} is ${wide} wide on ${screen}`);
  };
  await ana.go('/discover');
  await ana.page.fill('#q', 'violin lessons');
  await ana.page.keyboard.press('Enter');
  await ana.page.waitForURL('**/discover?q=violin**');
  await narrow();
  await ana.page.getByRole('button', { name: 'Save: tell me at once' }).click();
  await ana.page.getByText('This search is saved').waitFor();
  await narrow();

  await ana.go('/my/notices');
  await bo.asks('learning', 'Violin lessons for my daughter', 'She is nine and patient.');
  const notice = ana.page.locator('.notice', { hasText: 'Violin lessons for my daughter' });
  await notice.waitFor();
  await narrow();
  await notice.getByRole('button', { name: 'Stop this search' }).click();
  await ana.page.getByText('Stopped. The search stays on your list.').waitFor();

  await ana.go('/my/searches');
  await narrow();
  const row = ana.page.locator('.saved li');
  await row.getByText('violin lessons').first().waitFor();
  assert.equal(await row.getByRole('button', { name: 'Off', exact: true }).getAttribute('aria-pressed'), 'true');
  await row.getByRole('button', { name: 'Each morning' }).click();
  await ana.page.getByText('We tell you each morning what is new.').waitFor();
  await ana.page.locator('#found').getByRole('link', { name: 'Violin lessons for my daughter' }).click();
  await ana.page.waitForURL('**/asks/violin-lessons-for-my-daughter');
  await ana.go('/my/searches');
  await row.getByRole('button', { name: /Remove/ }).click();
  await ana.page.getByText('No saved searches yet').waitFor();
  assert.deepEqual([...ana.trouble, ...bo.trouble], []);
});
