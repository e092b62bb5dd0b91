// A forgotten password on a phone, by keyboard: the mail lies in the hub's data directory, its link leads to a new password, and the key
// is in no address that a page has.
import assert from 'node:assert/strict';
import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { person, startBrowser, startHub, until } from './hub.mjs';

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

test('who has forgotten their password chooses a new one by a mailed link', async () => {
  assert.match(hub.said(), /mail\s+off: they are written into .*mail\/\*\.eml/);
  const ana = await person(browser, hub, 'Anabel');
  await ana.signUp();
  const { page, context, trouble } = await person(browser, hub, 'Anabel', { viewport: { width: 360, height: 780 } });
  await page.goto(`${hub.url}/login`);
  await page.getByText('Forgot your password?').press('Enter');
  await page.waitForURL('**/forgot');
  await page.locator('[name=email]').fill('anabel@example.org');
  await page.keyboard.press('Enter');
  await page.getByText('Check your e-mail').waitFor();

  const folder = join(hub.data, 'mail');
  const [name] = await until('there is a mail', async () => {
    const all = (await readdir(folder).catch(() => [])).filter((file) => file.endsWith('.eml'));
    return all.length ? all : null;
  });
  const link = /^(http\S+\/reset\?key=\S+)/m.exec(await readFile(join(folder, name), 'utf8'))[1];
  const key = new URL(link).searchParams.get('key');
  const asked = [];
  page.on('request', (request) => asked.push([request.url(), request.headers().referer ?? '']));
  await page.goto(link);
  await page.waitForURL('**/reset');
  assert.ok(!page.url().includes(key) && !(await page.content()).includes(key));
  assert.equal(await page.evaluate(() => document.cookie.includes('reset')), false, 'no script reads it');
  await page.locator('[name=password]').fill('five warm plain words');
  await page.keyboard.press('Enter');
  await page.waitForURL('**/login');
  await page.getByText('Your new password is set').waitFor();
  const carried = asked.filter(([url, referer]) => referer.includes(key) || (url.includes(key) && url !== link));
  assert.deepEqual(carried, [], 'the key is handed on by no referrer');
  assert.ok(!hub.said().includes(key), 'and is in no log');

  await page.locator('[name=login]').fill('anabel');
  await page.locator('[name=password]').fill('five warm plain words');
  await page.keyboard.press('Enter');
  await page.waitForURL('**/home');
  await ana.go('/home');
  await ana.page.waitForURL('**/login?**');
  await page.goto(link);
  await page.getByText('This link no longer works').waitFor();
  await context.close();
  // The answer for a link that is over is no page that fails.
  assert.deepEqual(trouble.filter((words) => !words.includes('410')), []);
});
