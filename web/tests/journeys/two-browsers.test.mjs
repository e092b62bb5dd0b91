// The story the hub is for: an ask is posted in one browser and an offer in another; both screens show the match with its
// reasons, they talk, finish, and see what changed.
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

test('two browsers live the whole loop', async () => {
  const ana = await person(browser, hub, 'Anabel');
  const bo = await person(browser, hub, 'Bobby', { viewport: { width: 390, height: 844 } });
  await ana.signUp();
  await bo.signUp();

  // Both screens show the match by themselves, with at least two reasons.
  await bo.offers('feedback', 'I test new recipe apps on my phone', 'I love cooking and trying new apps. I test recipe apps and say what is confusing.');
  await bo.go('/home');
  const second = await ana.context.newPage();
  await second.goto(hub.url + '/home');
  await ana.asks('beta_tester', 'Beta testers for my recipe app', 'A small recipe app for phones. I need people to test it and say what is confusing.');
  for (const screen of [bo.page, second]) {
    const card = screen.locator('.match', { hasText: 'recipe app' }).first();
    await card.waitFor();
    assert.ok((await card.locator('.reasons li').count()) >= 2, 'a match has two reasons');
    assert.match(await card.locator('.reasons li').first().innerText(), /you both/i, 'a concrete one comes first');
  }
  assert.match(await ana.page.locator('main').innerText(), /person told|people told/, 'the page after posting says what happened');

  // One button opens the first message, with a line begun.
  const match = bo.page.locator('.match').first();
  await match.locator('summary').click();
  assert.match(await match.locator('textarea').inputValue(), /Hi Anabel/);
  await match.locator('form .btn-primary').click();
  await bo.page.waitForURL('**/messages/*');

  // They talk live: ticks, typing, no reload.
  await ana.go(new URL(bo.page.url()).pathname);
  await ana.page.locator('textarea[name=body]').pressSequentially('Lovely, thank you!', { delay: 20 });
  await bo.page.locator('[data-typing]').filter({ hasText: 'is writing' }).waitFor();
  await ana.page.keyboard.press('Enter');
  await bo.page.locator('.message', { hasText: 'Lovely, thank you!' }).waitFor();
  await ana.page.locator('.message.is-mine[data-tick=read]', { hasText: 'Lovely, thank you!' }).waitFor();

  // Yes, done, thanks.
  await ana.page.locator('button[name=step][value=accept]').click();
  await ana.page.locator('button[name=step][value=done]').click();
  await ana.page.locator('a[data-slot=rate]:visible').first().click();
  await ana.page.waitForURL('**/connections?show=over*');
  await ana.page.locator('label[for^=stars][for$="-5"]').first().click();
  await ana.page.locator('form:has([name=stars]) button').first().click();
  await ana.page.locator('text=/5 of 5|You/').first().waitFor();

  // What changed: +10 offer, +15 answered, +25 helped, +15 tried the app, +20 found helpful.
  await bo.go('/home');
  await bo.page.locator('[data-points]', { hasText: '85' }).first().waitFor();
  assert.match(await bo.page.locator('.stats').innerText(), /1\s*people helped|1\s*person helped/);
  assert.deepEqual([...ana.trouble, ...bo.trouble], [], 'no complaint on the console');
});

test('without a script: sign up, post, find', async () => {
  const cy = await person(browser, hub, 'Cyril', { javaScriptEnabled: false });
  await cy.signUp();
  await cy.asks('advice', 'Help with writing posts for my bakery', 'I bake sourdough and never know what to write.');
  assert.match(await cy.page.locator('main').innerText(), /told|nobody fits yet/i);
  await cy.go('/discover?q=recipe+apps');
  assert.match(await cy.page.locator('main').innerText(), /I test new recipe apps on my phone/);
});

test('on SIGTERM the hub leaves in order', async () => {
  const other = await startHub();
  assert.equal(await other.stop(), 0);
});
