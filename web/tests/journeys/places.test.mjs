// “I've got this” in two browsers and one without a script: held, renewed by writing, run out, waited for, let go, written.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { person, startBrowser, startHubWithin } from './hub.mjs';

const HOLDS_SECONDS = 10;
let hub;
let browser;
before(async () => {
  hub = await startHubWithin(`claim_seconds = ${HOLDS_SECONDS}\n`);
  browser = await startBrowser();
});
after(async () => {
  await browser?.close();
  await hub?.stop();
});

test('a place is held while its helper writes, runs out when not, and everybody sees it live', async () => {
  const ana = await person(browser, hub, 'Anabel');
  const bo = await person(browser, hub, 'Bobby', { viewport: { width: 390, height: 844 } });
  const cy = await person(browser, hub, 'Cyril', { javaScriptEnabled: false });
  for (const who of [ana, bo, cy]) await who.signUp();
  await bo.offers('feedback', 'I test new recipe apps on my phone', 'I love cooking and trying new apps. I test recipe apps and say what is confusing.');
  await bo.go('/home');
  await ana.asks('beta_tester', 'Beta testers for my recipe app', 'A small recipe app for phones. I need people to test it and say what is confusing.');
  await ana.page.fill('#f-places', '1');
  await ana.page.click('form[action$="/places"] button');
  await ana.page.waitForURL('**/asks/**');
  const ask = new URL(ana.page.url()).pathname;
  const line = ana.page.locator('[data-writing]');

  // One tap on the card. She sees who; the card says until when, and the field is ready.
  const card = bo.page.locator('[data-live=matches] .match', { hasText: 'recipe app' });
  await card.getByRole('button', { name: "I've got this" }).click();
  await card.getByText('A place is yours until').waitFor();
  await line.getByText('Bobby is writing to you · the place is held').waitFor();
  await ana.page.locator('.split-main > .page-head [data-ask-held]', { hasText: '1 held' }).waitFor();
  await bo.page.locator('[data-live=holds] [data-holding]').waitFor();
  await bo.page.waitForFunction(() => document.activeElement?.name === 'message');
  assert.equal(await card.getByRole('button', { name: "I've got this" }).isVisible(), false);

  // Others see how many, never who.
  await cy.go(ask);
  assert.match(await cy.page.locator('#answer').innerText(), /The place is held for now\./);
  assert.doesNotMatch(await cy.page.locator('main').innerText(), /Bobby/);
  await cy.page.getByRole('button', { name: 'Tell me when one is free' }).click();
  assert.match(await cy.page.locator('main').innerText(), /We tell you once, when a place is free/);

  // Writing holds it on, for longer than it would hold by itself.
  const began = Date.now();
  while (Date.now() - began < (HOLDS_SECONDS + 3) * 1000) await card.locator('textarea').pressSequentially('and so on ', { delay: 90 });
  assert.ok(await line.isVisible(), 'she still sees him writing');
  assert.ok(await card.getByText('A place is yours until').isVisible());

  // Then he rests: it runs out, kindly, and whoever waited is told. What he wrote is still there.
  await bo.page.locator('.toast', { hasText: 'has run out; it is open to others again. You can still write.' }).waitFor();
  await line.waitFor({ state: 'hidden' });
  await card.getByText('A place is yours until').waitFor({ state: 'hidden' });
  await bo.page.locator('[data-live=holds] [data-holding]').waitFor({ state: 'detached' });
  assert.match(await card.locator('textarea').inputValue(), /and so on $/);
  await cy.go('/home');
  assert.match(await cy.page.locator('#activity').innerText(), /A place is free: “Beta testers for my recipe app”/);

  // Without a script the page says until when, and letting go is one tap.
  await cy.go(ask);
  await cy.page.getByRole('button', { name: "I've got this" }).click();
  assert.match(await cy.page.locator('main').innerText(), /A place is yours until \d\d:\d\d/);
  await line.getByText('Cyril is writing to you').waitFor();
  await card.getByText('The place is held for now.').waitFor();
  await cy.page.getByRole('button', { name: 'Let it go' }).click();
  await line.waitFor({ state: 'hidden' });
  await card.getByText('The place is held for now.').waitFor({ state: 'hidden' });

  // The first message turns it into a conversation.
  await cy.page.getByRole('button', { name: "I've got this" }).click();
  await line.getByText('Cyril is writing to you').waitFor();
  await cy.page.fill('#answer textarea', 'I cook every day and would try it.');
  await cy.page.locator('#answer form .btn-primary').click();
  await cy.page.waitForURL('**/messages/*');
  await line.waitFor({ state: 'hidden' });
  await ana.page.locator('[data-live=connections] .connection', { hasText: 'I cook every day' }).waitFor();
  assert.deepEqual([...ana.trouble, ...bo.trouble], [], 'no complaint on the console');
});
