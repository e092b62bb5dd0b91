// Two who were matched and talked, after one of them has blocked the other: no card, no word and no form is left between them, on
// any screen, and nothing says why (J35, J48). Who wants no match for a while gets none.
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

const online = (page) => page.locator('body[data-socket=online]').waitFor();

test('after a block neither meets the other, in cards, lists, searches or messages, until it is taken back', async () => {
  const ana = await person(browser, hub, 'Anabel');
  const bo = await person(browser, hub, 'Boris');
  for (const who of [ana, bo]) await who.signUp();
  await bo.offers('feedback', 'I tune old church organs', 'I tune church organs and listen to organ pipes.');
  const offer = new URL(bo.page.url()).pathname;
  await ana.asks('feedback', 'Somebody to listen to my church organ', 'A church organ with old organ pipes. Somebody to listen and tune it.');
  const ask = new URL(ana.page.url()).pathname;
  const cards = (who) => who.page.locator('[data-live=matches] [data-match]');
  for (const who of [ana, bo]) {
    await who.go('/discover');
    await who.page.getByRole('heading', { name: 'For you' }).waitFor();
    await who.go('/home');
    await cards(who).first().waitFor();
  }
  await bo.go(ask);
  await bo.page.fill('#answer textarea', 'I could come on Sunday.');
  await bo.page.locator('#answer form .btn-primary').click();
  await bo.page.waitForURL('**/messages/*');
  const talk = new URL(bo.page.url()).pathname;
  await online(bo.page);
  await ana.go('/@boris');
  await ana.page.getByText('Not a good experience?').click();
  await ana.page.getByRole('button', { name: 'Block Boris' }).click();
  await ana.page.getByText('You have blocked Boris.').waitFor();

  // Bo writes on, on the page that he had open: it is refused in words and stays his.
  await bo.page.locator('[data-composer] textarea').fill('Or on Monday?');
  await bo.page.keyboard.press('Enter');
  const failed = bo.page.locator('.message.is-mine[data-tick=failed]', { hasText: 'Or on Monday?' });
  await failed.locator('.why', { hasText: "can't write to this person" }).waitFor();
  await failed.getByText('Throw away').click();
  await ana.go(talk);
  assert.equal(await ana.page.getByText('Or on Monday?').count(), 0);
  assert.equal(await ana.page.locator('[data-composer]').count(), 0);

  for (const [who, other, theirs] of [[ana, '@boris', 'I tune old church organs'], [bo, '@anabel', 'Somebody to listen to my church organ']]) {
    for (const path of ['/home', '/discover', '/discover?q=church+organ', '/discover/people', '/discover/offers', '/discover/asks']) {
      await who.go(path);
      assert.equal(await who.page.locator('main [data-match]').count(), 0, `${path} shows a card to ${who === ana ? 'Ana' : 'Bo'}`);
      assert.deepEqual(await who.page.locator(`main a[href^="/${other}"]`).evaluateAll((all) => all.map((a) => a.outerHTML)), [], `${path} leads to ${other}`);
      assert.equal(await who.page.getByRole('link', { name: theirs, exact: true }).count(), 0, `${path} shows “${theirs}”`);
    }
  }
  await bo.go(ask);
  assert.equal(await bo.page.locator('#answer').count(), 0);
  assert.doesNotMatch(await bo.page.locator('main').innerText(), /block/i, 'nothing says why');
  await ana.go(offer);
  assert.equal(await ana.page.locator('#request').count(), 0);

  // What she asks now is no match of his, however well it fits.
  await bo.go('/home');
  await online(bo.page);
  await ana.asks('feedback', 'Another old church organ to listen to', 'A church organ with organ pipes, to listen and tune it.');
  await ana.page.getByText('Nobody fits yet.').waitFor();
  assert.equal(await cards(bo).count(), 0);
  assert.equal(await bo.page.locator('.toast', { hasText: 'match' }).count(), 0);

  await ana.go('/@boris');
  await ana.page.getByRole('button', { name: 'Unblock' }).click();
  await ana.page.locator('#hello').waitFor();
  await bo.go('/discover/asks');
  await bo.page.getByRole('link', { name: 'Somebody to listen to my church organ', exact: true }).waitFor();
  assert.deepEqual([...ana.trouble, ...bo.trouble].filter((words) => !words.includes('403')), []);
});

test('who has paused all matches is shown none, and who does not want to be found stands in no search for people', async () => {
  const cy = await person(browser, hub, 'Cyrill');
  const dee = await person(browser, hub, 'Deedee');
  for (const who of [cy, dee]) await who.signUp();
  await cy.offers('feedback', 'I read letters in old handwriting', 'I read old handwriting, and letters of your grandparents.');
  await cy.go('/settings/matches');
  await cy.page.locator('form[action="/settings/matches/pause"] button').first().click();
  await cy.page.getByText('Your matches are paused').first().waitFor();
  await cy.go('/settings/privacy');
  await online(cy.page);
  await cy.page.locator('[data-switch="found"] button').click();
  await cy.page.locator('[data-switch="found"] button[aria-checked=false]').waitFor();
  await cy.go('/home');
  await online(cy.page);
  await dee.asks('feedback', 'Who reads letters in old handwriting?', 'Letters of my grandparents in old handwriting.');
  await dee.page.locator('[data-after-line]').filter({ hasNotText: 'Looking' }).waitFor();
  assert.equal(await cy.page.locator('[data-live=matches] [data-match]').count(), 0);
  assert.equal(await cy.page.locator('.toast', { hasText: 'match' }).count(), 0);
  await dee.go('/discover/people?q=handwriting');
  assert.equal(await dee.page.locator('main a[href="/@cyrill"]').count(), 0);
  // The offer itself is for everybody: it is found by what it says.
  await dee.go('/discover/offers?q=handwriting');
  await dee.page.getByRole('link', { name: 'I read letters in old handwriting', exact: true }).waitFor();
  assert.deepEqual([...cy.trouble, ...dee.trouble], []);
});
