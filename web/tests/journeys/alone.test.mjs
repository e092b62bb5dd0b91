// One visitor alone in the demo town, at the pace that everybody sees: she asks, is matched, is written to by somebody who
// is awake, talks, finishes, gives five stars and has her points. Nobody else is here but the four.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { person, startBrowser, startHub } from './hub.mjs';

let hub;
let browser;
before(async () => {
  hub = await startHub('--demo');
  browser = await startBrowser();
});
after(async () => {
  await browser?.close();
  await hub?.stop();
});

test('one visitor alone lives the whole loop', async () => {
  assert.match(hub.said(), /Nora, Tobi, Amara and Linh come and go/);
  const ana = await person(browser, hub, 'Anabel');
  const { page } = ana;
  await ana.signUp();
  await ana.asks('advice', 'I need help writing posts for my bakery', 'I never know what to say.');
  await ana.go('/messages');

  // She was matched, and Nora writes first.
  const row = page.locator('a.thread-row', { hasText: 'Nora' });
  await row.waitFor({ timeout: 30_000 });
  await row.click();
  await page.locator('[data-thread]').waitFor();
  await page.locator('.thread .messages', { hasText: 'I need help writing posts for my bakery' }).waitFor();
  await page.locator('.thread-head [data-here]:not([hidden])').waitFor({ state: 'attached' });

  const theirs = page.locator('.message:not(.is-mine)');
  const says = async (words) => {
    const before = await theirs.count();
    const asked = Date.now();
    await page.fill('textarea[name=body]', words);
    await page.keyboard.press('Enter');
    await page.locator('.message.is-mine[data-tick=read]', { hasText: words }).waitFor();
    await page.locator('[data-typing]:not([hidden])', { hasText: 'is writing' }).waitFor();
    await theirs.nth(before).waitFor();
    assert.ok(Date.now() - asked < 15_000, 'an answer comes within a quarter of a minute');
    return theirs.nth(before).locator('[data-slot=body]').innerText();
  };

  const first = await says('It is a bakery, and the bread is rye.');
  assert.match(first, /oven|photo/, 'she listens: her answer is about bread');
  await page.locator('button[name=step][value=accept]').click();
  await says('Thank you, that helps a lot.');

  // Nora says that she has helped; Ana has the last word, and gives five stars.
  await page.locator('button[name=step][value=not_yet]').waitFor();
  await page.locator('button[name=step][value=done]').click();
  await page.locator('.now-card label[for^=stars][for$="-5"]').click();
  await page.locator('.now-card .rate button').click();
  await page.getByText('Thank you for saying so.').waitFor();
  await ana.go('/connections?show=over');
  await page.locator('.rated', { hasText: 'You' }).first().waitFor();

  // +5 for an answer, +5 for help received; and Nora rates her, too.
  await ana.go('/home');
  await page.locator('[data-points]', { hasText: '10' }).first().waitFor();
  await ana.go('/connections?show=over');
  const rated = page.locator('.rated', { hasText: 'Nora' }).first();
  for (let tries = 0; tries < 10 && !(await rated.isVisible()); tries += 1) {
    await page.waitForTimeout(1_000);
    await page.reload();
  }
  assert.match(await rated.innerText(), /★★★★★/);
  assert.deepEqual(ana.trouble, [], 'no complaint on the console');
});
