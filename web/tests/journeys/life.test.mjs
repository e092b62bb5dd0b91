// The life of an ask, as its owner, its helpers and everybody else see it: open, a place taken, full, done, open again, put away (J21);
// home counts along (J15); what is called off and what is declined is over on both screens (J39); an address is handed on (J26).
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { person, startBrowser, startHubWithin } from './hub.mjs';

let hub;
let browser;
before(async () => {
  // More people than one address may bring in an hour.
  hub = await startHubWithin('sign_ups_an_hour = 100\n');
  browser = await startBrowser();
});
after(async () => {
  await browser?.close();
  await hub?.stop();
});

test('an ask for two is filled, done, opened again and put away, and everybody sees how it stands', async () => {
  const ana = await person(browser, hub, 'Anabel');
  const bo = await person(browser, hub, 'Boris');
  const cy = await person(browser, hub, 'Cyrill');
  for (const who of [ana, bo, cy]) await who.signUp();
  const says = async (who, words) => assert.match(await who.page.locator('main').innerText(), words);
  /** The numbers on home, as they stand in their tiles. */
  const home = async () => {
    await ana.go('/home');
    return ana.page.locator('.stat').evaluateAll((all) => all.map((stat) => `${stat.querySelector('strong').textContent} ${stat.querySelector('span').textContent.trim()}`));
  };
  assert.deepEqual(await home(), ['0 open asks', '0 live offers', '0 people helped', '0 points']);
  await ana.page.getByText('No match is waiting').waitFor();

  // From the button on home's own list.
  await ana.page.locator('section', { has: ana.page.getByRole('heading', { name: 'My asks' }) }).getByRole('link', { name: 'Ask', exact: true }).click();
  await ana.page.waitForURL('**/my/asks/new');
  await ana.asks('advice', 'Two people to carry a piano', 'From the second floor to the first.');
  const ask = new URL(ana.page.url()).pathname;
  await ana.page.fill('#f-places', '0');
  await ana.page.locator('form[action$="/places"]').evaluate((form) => (form.noValidate = true));
  await ana.page.click('form[action$="/places"] button');
  await ana.page.locator('#f-places-problem').waitFor();
  await ana.page.fill('#f-places', '2');
  await ana.page.click('form[action$="/places"] button');
  await ana.page.locator('.facts', { hasText: '2 people' }).waitFor();
  assert.equal((await home())[0], '1 open ask');

  for (const who of [bo, cy]) {
    await who.go(ask);
    await who.page.fill('#answer textarea', 'I have strong arms.');
    await who.page.locator('#answer form .btn-primary').click();
    await who.page.waitForURL('**/messages/*');
  }
  await ana.go(ask);
  const answer = (name) => ana.page.locator('[data-live=connections] .connection', { hasText: name });
  await answer('Boris').locator('button[value=accept]').click();
  await answer('Boris').locator('button[value=done]').waitFor();
  // One of two: still open, to everybody.
  const eve = await person(browser, hub, 'Evelin');
  await eve.go(ask);
  await eve.page.locator('#answer textarea').waitFor();
  await eve.go('/discover/asks');
  await eve.page.getByRole('link', { name: 'Two people to carry a piano', exact: true }).waitFor();

  await answer('Cyrill').locator('button[value=accept]').click();
  await answer('Cyrill').locator('button[value=done]').waitFor();
  await ana.go(ask);
  await says(ana, /You have found everybody you wanted/);
  await eve.go(ask);
  await says(eve, /Everybody who was needed has been found/);
  assert.equal(await eve.page.locator('#answer').count(), 0, 'nobody answers an ask that is full');
  assert.equal((await home())[0], '0 open asks', 'nobody is looked for any more');

  await ana.go(ask);
  await ana.page.locator('form[action$="/fulfil"] button').click();
  await ana.page.locator('[data-after]', { hasText: 'Done. Well asked.' }).waitFor();
  await eve.go(ask);
  await says(eve, /This one is done/);
  await ana.page.getByRole('button', { name: 'Open it again' }).click();
  await ana.page.locator('form[action$="/fulfil"] button').waitFor();
  await ana.page.fill('#f-places', '3');
  await ana.page.click('form[action$="/places"] button');
  await ana.page.locator('.facts', { hasText: '3 people' }).waitFor();
  await eve.go(ask);
  await eve.page.locator('#answer textarea').waitFor();
  await ana.page.getByRole('button', { name: "I don't need it any more" }).click();
  await ana.page.locator('[data-after]', { hasText: 'Nobody new is told' }).waitFor();
  await eve.go(ask);
  await says(eve, /This is not open any more/);
  await ana.page.getByRole('button', { name: 'Put it away' }).click();
  await ana.page.locator('.chip', { hasText: 'Put away' }).waitFor();
  await eve.go('/@anabel');
  assert.equal(await eve.page.getByText('Two people to carry a piano').count(), 0);
  assert.deepEqual([...ana.trouble, ...bo.trouble, ...cy.trouble].filter((words) => !words.includes('422')), []);
});

test('an answer is called off by who wrote it, an inquiry declined by who got it, live on both screens', async () => {
  const fay = await person(browser, hub, 'Fayette');
  const gus = await person(browser, hub, 'Gustav');
  await fay.signUp();
  await gus.signUp();
  await fay.asks('advice', 'Who knows about old stoves?', 'It smokes whenever it rains.');
  const ask = new URL(fay.page.url()).pathname;
  await fay.offers('service', 'I sweep chimneys', 'In the old town, on Fridays.');
  const offer = new URL(fay.page.url()).pathname;
  for (const [path, form] of [[ask, '#answer'], [offer, '#request']]) {
    await gus.go(path);
    await gus.page.fill(`${form} textarea`, 'Shall we?');
    await gus.page.locator(`${form} .btn-primary`).last().click();
    await gus.page.waitForURL('**/messages/*');
  }
  await fay.go('/connections');
  await gus.go('/connections');
  const about = (who, title) => who.page.locator('[data-live=connections] .connection', { hasText: title });
  for (const who of [fay, gus]) await who.page.locator('body[data-socket=online]').waitFor();
  await about(gus, 'Who knows about old stoves?').locator('button[value=cancel]').click();
  await about(fay, 'Who knows about old stoves?').locator('button[value=accept]').waitFor({ state: 'detached' });
  await about(fay, 'I sweep chimneys').locator('button[value=decline]').click();
  await about(gus, 'I sweep chimneys').locator('button[value=cancel]').waitFor({ state: 'detached' });
  for (const who of [fay, gus]) {
    await who.go('/connections?show=over');
    assert.equal(await who.page.locator('[data-live=connections] .connection').count(), 2);
    assert.equal(await who.page.locator('main button[name=step]').count(), 0, 'nothing is left to press');
  }
  assert.deepEqual([...fay.trouble, ...gus.trouble], []);
});

test('the address of an offer is copied, mailed and shown, on a phone', async () => {
  const dee = await person(browser, hub, 'Deedee', { viewport: { width: 360, height: 780 }, hasTouch: true, isMobile: true, permissions: ['clipboard-read', 'clipboard-write'] });
  await dee.signUp();
  await dee.offers('service', 'I frame your pictures', 'Bring them, or send them.');
  const { page } = dee;
  const address = page.url().split('?')[0];
  await page.locator('[data-share] summary').tap();
  await page.locator('[data-share] [data-copy]').tap();
  await page.locator('[data-share] [data-words]', { hasText: 'Copied' }).waitFor();
  assert.equal(await page.evaluate(() => navigator.clipboard.readText()), address);
  assert.equal(await page.locator('[data-share] input').inputValue(), address);
  assert.ok(decodeURIComponent(await page.locator('[data-share] a[href^="mailto:"]').getAttribute('href')).includes(address));
  assert.equal((await page.request.get(await page.locator('[data-share] a[download]').getAttribute('href'))).headers()['content-type'], 'image/png');
  assert.deepEqual(dee.trouble, []);
});
