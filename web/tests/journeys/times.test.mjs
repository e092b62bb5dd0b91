// Two people in two zones find a time: what is booked leads to offering times, the other one takes one with one tap on a phone, both screens
// show it at once, each as its own clock does, the file goes into a calendar, and called off it is gone from both.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
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

const online = (page) => page.locator('body[data-socket=online]').waitFor();
const shown = (who) => who.page.locator('[data-times] [data-slot=now]');
// Bo's phone is low: what stands there is a line that opens. Ana's desk has all of it.
const said = (who, words) => shown(who).locator('.fold-line', { hasText: words });
const folded = (who, words) => shown(who).locator('.fold > summary', { hasText: words });
const fits = (page) => page.evaluate(() => document.documentElement.scrollWidth <= innerWidth);

/** A time so many days ahead as a datetime field takes it, where the browser lives. */
const typed = (page, days, hour) =>
  page.evaluate(
    ([days, hour]) => {
      const at = new Date();
      at.setDate(at.getDate() + days);
      at.setHours(hour, 0, 0, 0);
      const two = (n) => String(n).padStart(2, '0');
      return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}T${two(at.getHours())}:00`;
    },
    [days, hour],
  );

/** The clock at a moment in a zone: “09:00”. */
const clockIn = (zone, moment) => new Intl.DateTimeFormat('en-GB', { timeZone: zone, hour: '2-digit', minute: '2-digit' }).format(moment);

/** What a file for calendars says, read strictly. */
function entries(text) {
  assert.ok(text.endsWith('\r\n'));
  const lines = [];
  for (const line of text.slice(0, -2).split('\r\n')) {
    assert.ok(Buffer.byteLength(line) <= 75 && !/[\r\n]/.test(line), line);
    if (line.startsWith(' ')) lines[lines.length - 1] += line.slice(1);
    else lines.push(line);
  }
  return new Map(lines.map((line) => [/^[A-Z-]+/.exec(line)[0], line.slice(line.indexOf(':') + 1)]));
}

test('two people in two zones find a time, live, and one of them on a phone', async () => {
  const ana = await person(browser, hub, 'Anabel', { timezoneId: 'Europe/Berlin', viewport: { width: 1280, height: 900 } });
  const bo = await person(browser, hub, 'Bobby', { timezoneId: 'America/New_York', viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true });
  await ana.signUp();
  await bo.signUp();

  // What Ana books of Bo leads to their conversation, with the form to offer times open.
  await bo.go('/my/offers/new');
  await bo.page.locator('main [name=kind][value=mentorship]').evaluate((radio) => radio.click());
  await bo.page.fill('main [name=text]', 'An hour about your sourdough\nWe look at your starter together, and at what you do with it.');
  await bo.page.selectOption('main [name=pricing]', 'hourly');
  await bo.page.fill('main [name=price]', '40');
  await bo.page.click('main form.compose .post-row .btn-primary');
  await bo.page.waitForURL('**/@bobby/**');
  await ana.go(new URL(bo.page.url()).pathname);
  await ana.page.fill('#request textarea[name=message]', 'Could we look at mine this week?');
  await ana.page.locator('#request form .btn-primary').click();
  await ana.page.waitForURL('**/messages/*?times=offer#times');
  const path = new URL(ana.page.url()).pathname;
  await online(ana.page);
  const form = ana.page.locator('.times-form');
  await form.waitFor();
  await bo.go(path);
  await online(bo.page);
  await bo.page.evaluate(() => (globalThis.stays = true));

  // Ana says when, as her clock shows it; Bo's phone shows it at once, his own time first.
  const [first, second] = [await typed(ana.page, 3, 15), await typed(ana.page, 4, 23)];
  await form.locator('[name=at_1]').fill(first);
  await form.locator('[name=at_2]').fill(second);
  await form.locator('[name=minutes_2]').selectOption('90');
  await form.locator('[name=place]').fill('https://meet.example/bread');
  assert.ok((await form.innerText()).includes('Europe/Berlin') && (await form.innerText()).includes('America/New_York'));
  await form.locator('.btn-primary').click();
  await said(ana, 'You have offered Bobby these times.').waitFor();
  const moment = await ana.page.evaluate((text) => new Date(text).getTime(), first);
  const take = shown(bo).locator('button[name=at]').first();
  await folded(bo, 'Anabel offers you these times.').tap();
  await take.waitFor();
  assert.match(await take.innerText(), new RegExp(`${clockIn('America/New_York', moment)} for you · 15:00 for Anabel · 30 min$`));
  assert.match(await shown(ana).locator('li').first().innerText(), new RegExp(`15:00 for you · ${clockIn('America/New_York', moment)} for Bobby · 30 min$`));
  assert.match(await shown(bo).locator('button[name=at]').nth(1).innerText(), /for you · .*23:00 for Anabel · 90 min$/);
  assert.ok(await fits(bo.page), 'it fits the phone');
  const box = await take.boundingBox();
  assert.ok(box.height >= 36 && box.x + box.width <= 360, JSON.stringify(box));

  await ana.page.evaluate(() => (globalThis.stays = true));

  // One tap, and both have a date; Ana's page was not loaded anew.
  await take.tap();
  await folded(bo, 'You two meet').waitFor();
  await said(ana, 'You two meet').waitFor();
  assert.ok(await ana.page.evaluate(() => globalThis.stays), 'her page has stayed');
  assert.match(await shown(ana).locator('strong').innerText(), new RegExp(`15:00 for you · ${clockIn('America/New_York', moment)} for Bobby · 30 min$`));
  assert.equal(await ana.page.locator('.times-form').count(), 0, 'nothing is offered beside it');
  await ana.page.locator('.toasts').getByText('Bobby took one of your times: you are meeting.').first().waitFor();

  // The file for calendars.
  const [download] = await Promise.all([ana.page.waitForEvent('download'), shown(ana).locator('a[download]').click()]);
  assert.match(download.suggestedFilename(), /\.ics$/);
  const file = entries(await readFile(await download.path(), 'utf8'));
  const stamp = (at) => new Date(at).toISOString().replace(/[-:]|\.\d+/g, '');
  assert.deepEqual(
    ['METHOD', 'SEQUENCE', 'STATUS', 'DTSTART', 'DTEND', 'LOCATION', 'URL'].map((name) => file.get(name)),
    ['PUBLISH', '0', 'CONFIRMED', stamp(moment), stamp(moment + 30 * 60_000), 'https://meet.example/bread', `${hub.url}${path}`],
  );

  // On the dashboard, too.
  const later = await ana.context.newPage();
  await later.goto(`${hub.url}/home`);
  await later.locator(`.lines a[href="${path}#times"]`).waitFor();
  await later.close();

  // Bo can't come: gone from both, and the file takes it out of the calendar.
  await folded(bo, 'You two meet').tap();
  await shown(bo).getByText('Call it off').click();
  await said(ana, 'Bobby called off your meeting:').waitFor();
  assert.ok(await ana.page.evaluate(() => globalThis.stays));
  const off = entries(await (await ana.context.request.get(hub.url + (await shown(ana).locator('a[download]').getAttribute('href')))).text());
  assert.deepEqual([off.get('METHOD'), off.get('SEQUENCE'), off.get('UID')], ['CANCEL', '1', file.get('UID')]);

  // He offers another one; it does not fit, and with her word comes the form to offer others.
  await bo.page.locator('.times-offer summary').click();
  await bo.page.locator('.times-form [name=at_1]').fill(await typed(bo.page, 5, 9));
  await bo.page.locator('.times-form .btn-primary').click();
  await said(ana, 'Bobby offers you these times.').waitFor();
  await shown(ana).getByText('None of them fits').click();
  await shown(ana).locator('[name=word]').fill('Afternoons are better');
  await shown(ana).getByText('Say so').click();
  await folded(bo, 'None of your times fits Anabel: “Afternoons are better”').waitFor();
  await ana.page.waitForURL('**?times=offer#times');
  await ana.page.locator('.times-form').waitFor();
  assert.ok(await fits(bo.page) && (await fits(ana.page)));
  assert.deepEqual([...ana.trouble, ...bo.trouble], [], 'no complaint on the console');
});

test('without a script it is forms', async () => {
  const cy = await person(browser, hub, 'Cyrilla', { timezoneId: 'Europe/Berlin' });
  await cy.signUp();
  const bare = await browser.newContext({ storageState: await cy.context.storageState(), javaScriptEnabled: false, viewport: { width: 360, height: 740 } });
  const page = await bare.newPage();
  await page.goto(`${hub.url}/@anabel`);
  await page.fill('main textarea[name=message]', 'Hello Anabel');
  await page.locator('form:has(textarea[name=message]) .btn-primary').click();
  await page.waitForURL('**/messages/*');
  await page.locator('.times-offer summary').click();
  await page.fill('.times-form [name=at_1]', await typed(cy.page, 2, 8));
  await page.click('.times-form .btn-primary');
  await page.getByText('Offered. Anabel has been told.').waitFor();
  await page.locator('.times .fold > summary').click();
  await page.getByText('Take them back').click();
  await page.getByText('Taken back.').waitFor();
  await until('nothing stands there', async () => (await page.locator('.times-card').count()) === 0);
  await bare.close();
});
