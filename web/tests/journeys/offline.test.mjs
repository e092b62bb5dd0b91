// Without a network: the latest conversations can be read, the page comes back by itself, and nothing of it is left for whoever
// comes after.
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

/** Asks until it is so: a page's own waiting does not wait for what an answer promises. */
async function until(holds) {
  for (let tries = 0; tries < 100; tries += 1) {
    if (await holds()) return;
    await new Promise((resolve) => setTimeout(resolve, 300));
  }
  assert.fail(`never: ${holds}`);
}

const talks = (page) => page.evaluate(async () => (await caches.keys()).filter((name) => name.startsWith('collective-talks-')));

test('what was said can be read without a network, until one logs out', async () => {
  const ana = await person(browser, hub, 'Anabel');
  const bo = await person(browser, hub, 'Bobby');
  await ana.signUp();
  await bo.signUp();
  await bo.context.close();
  await ana.go('/@bobby');
  await ana.page.fill('#hello textarea', 'The bread is rye.');
  await ana.page.click('#hello form .btn-primary');
  await ana.page.waitForURL('**/messages/*');
  const thread = new URL(ana.page.url()).pathname;
  const { page } = ana;
  await page.getByText('You see the answer here').waitFor();
  // It is kept beside whatever else goes on, a little later.
  const id = Number(thread.split('/').at(-1));
  await until(() => page.evaluate(async (id) => (await (await caches.match('/list'))?.json())?.items.some((talk) => talk.id === id), id));

  await hub.kill();
  await page.goto(hub.url + thread);
  await page.locator('h1', { hasText: "We can't reach AI Collective" }).waitFor();
  await page.locator('[data-messages] li.is-mine', { hasText: 'The bread is rye.' }).waitFor();
  assert.equal(await page.locator('a[href="/signup"], a[href^="/login"]').count(), 0, 'nobody was thrown out');
  await page.setViewportSize({ width: 360, height: 780 });
  assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), 'it fits a phone');
  await page.goto(`${hub.url}/home`);
  const row = page.locator('a.kept-talk', { hasText: 'Bobby' });
  await row.waitFor();
  assert.match(await row.innerText(), /The bread is rye\./);
  await row.click();
  await page.locator('[data-messages] li', { hasText: 'The bread is rye.' }).waitFor();

  // It is the page itself again as soon as the hub answers.
  await hub.start();
  await page.locator('[data-thread] .message', { hasText: 'The bread is rye.' }).waitFor({ timeout: 30_000 });

  assert.equal((await talks(page)).length, 1);
  await page.setViewportSize({ width: 1280, height: 800 });
  await page.locator('.top-me summary').click();
  await page.locator('form[action="/logout"] button').click();
  await page.waitForURL((url) => url.pathname === '/' || url.pathname === '/login');
  await until(async () => (await talks(page)).length === 0);
  await hub.kill();
  await page.goto(`${hub.url}${thread}`);
  await page.locator('h1', { hasText: "We can't reach AI Collective" }).waitFor();
  await page.waitForTimeout(300);
  assert.equal(await page.locator('[data-open]:visible, [data-kept]:visible').count(), 0, 'whoever comes after sees nothing of it');
  await hub.start();
});
