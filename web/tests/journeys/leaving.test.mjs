// Leaving, by two people: everything is taken along in one file, a break is seen on the other's screen and ends by one tap, an end is
// wished for by keyboard and stopped in time.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, test } from 'node:test';
import { inflateRawSync } from 'node:zlib';
import { person, startBrowser, startHub, until } from './hub.mjs';

let hub;
let browser;
let ana;
let bo;
let talk;
before(async () => {
  hub = await startHub();
  browser = await startBrowser();
  ana = await person(browser, hub, 'Anabel', { viewport: { width: 360, height: 800 } });
  bo = await person(browser, hub, 'Bobby');
  await ana.signUp();
  await bo.signUp();
  await ana.asks('learning', 'Violin lessons for my daughter', 'She is nine and patient.');
  await bo.go(new URL(ana.page.url()).pathname);
  await bo.page.fill('main textarea[name=message]', 'I teach on Thursdays');
  await bo.page.locator('form:has(textarea[name=message]) .btn-primary').click();
  await bo.page.waitForURL('**/messages/*');
  talk = new URL(bo.page.url()).pathname;
});
after(async () => {
  await browser?.close();
  await hub?.stop();
});

/** The files of a zip, by the list at its end. */
function unpacked(zip) {
  const files = new Map();
  const end = zip.lastIndexOf(Buffer.from([0x50, 0x4b, 5, 6]));
  let at = zip.readUInt32LE(end + 16);
  for (let left = zip.readUInt16LE(end + 10); left > 0; left -= 1) {
    const [size, name, extra, comment] = [zip.readUInt32LE(at + 20), zip.readUInt16LE(at + 28), zip.readUInt16LE(at + 30), zip.readUInt16LE(at + 32)];
    const head = zip.readUInt32LE(at + 42);
    const data = head + 30 + zip.readUInt16LE(head + 26) + zip.readUInt16LE(head + 28);
    files.set(zip.toString('utf8', at + 46, at + 46 + name), inflateRawSync(zip.subarray(data, data + size)).toString('utf8'));
    at += 46 + name + extra + comment;
  }
  return files;
}

async function logsIn(who, name) {
  await who.go('/login');
  await who.page.fill('[name=login]', name);
  await who.page.fill('[name=password]', 'four warm plain words');
  await who.page.click('main form button.btn-primary');
  await who.page.waitForURL('**/welcome-back');
}

const fits = async ({ page }) => {
  const [wide, screen] = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
  assert.ok(wide <= screen, `${wide} on ${screen}`);
};

test('everything is taken along in one file, which opens without this place', async () => {
  await ana.go('/settings/data');
  await fits(ana);
  const [download] = await Promise.all([ana.page.waitForEvent('download'), ana.page.getByRole('button', { name: 'Download everything' }).click()]);
  assert.match(download.suggestedFilename(), /^ai-collective-anabel-\d{4}-\d\d-\d\d\.zip$/);
  const files = unpacked(await readFile(await download.path()));
  assert.match(files.get('index.html'), /Violin lessons for my daughter/);
  assert.match(files.get('conversations/0001-bobby.html'), /I teach on Thursdays/);
  assert.equal(JSON.parse(files.get('data/account.json'))[0].email, 'Anabel@example.org'.toLowerCase());
  const reader = await browser.newContext();
  const page = await reader.newPage();
  await page.setContent(files.get('index.html'));
  assert.equal(await page.getByRole('heading', { level: 1 }).innerText(), 'Anabel');
  await reader.close();
  // A second one right behind it is another file, not an error.
  const [again] = await Promise.all([ana.page.waitForEvent('download'), ana.page.getByRole('button', { name: 'Download everything' }).click()]);
  await again.path();
});

test('a break is seen by the other, closes every screen, and ends by logging in and one tap', async () => {
  await bo.go(talk);
  await ana.go('/settings/data');
  await ana.page.locator('body[data-socket=online]').waitFor();
  await ana.page.getByRole('button', { name: 'Hide me now' }).click();
  await ana.page.waitForURL(`${hub.url}/`);
  await ana.page.getByText('Nobody sees you now.').waitFor();
  await until('her sockets are closed', async () => (await hub.sockets()) === 1);
  await bo.go(talk);
  await bo.page.getByText('is not here at the moment').waitFor();
  assert.equal((await bo.page.goto(`${hub.url}/@anabel`)).status(), 404);
  await bo.go('/discover/asks');
  assert.equal(await bo.page.getByText('Violin lessons').count(), 0);

  await logsIn(ana, 'anabel');
  await fits(ana);
  await ana.page.getByRole('button', { name: 'Come back' }).click();
  await ana.page.waitForURL('**/home');
  await ana.page.getByText('Good to have you back.').waitFor();
  await bo.go('/discover/asks');
  await bo.page.getByRole('link', { name: 'Violin lessons for my daughter', exact: true }).waitFor();
});

test('an end is wished for by keyboard alone, and stopped in time', async () => {
  await ana.go('/settings/data');
  const summary = ana.page.getByText('Leave for good…');
  await summary.focus();
  await ana.page.keyboard.press('Enter');
  await ana.page.getByLabel('Take them away too').focus();
  await ana.page.keyboard.press('Space');
  await ana.page.keyboard.press('Tab');
  await ana.page.keyboard.type('anabel');
  await ana.page.keyboard.press('Tab');
  await ana.page.keyboard.type('not the right one at all');
  await ana.page.keyboard.press('Enter');
  await ana.page.getByText('That is not your password.').first().waitFor();
  await fits(ana);
  await ana.page.getByLabel('Your username').fill('anabel');
  await ana.page.getByLabel('Your password').fill('four warm plain words');
  assert.equal(await ana.page.getByLabel('Take them away too').isChecked(), true, 'what was chosen is still chosen');
  await ana.page.keyboard.press('Enter');
  await ana.page.waitForURL(`${hub.url}/`);
  await ana.page.getByText('Until it is done you can log in and stop it.').waitFor();
  assert.equal((await bo.page.goto(`${hub.url}/@anabel`)).status(), 404);

  await logsIn(ana, 'anabel');
  await ana.page.getByText('everything of yours is deleted on').waitFor();
  await ana.page.getByRole('button', { name: 'Keep everything and come back' }).click();
  await ana.page.waitForURL('**/home');
  await bo.go(talk);
  await bo.page.getByText('I teach on Thursdays').first().waitFor();
  assert.equal(await bo.page.getByText('is not here at the moment').count(), 0);
  const expected = /404|422/;
  assert.deepEqual([...ana.trouble, ...bo.trouble].filter((line) => !expected.test(line)), []);
});
