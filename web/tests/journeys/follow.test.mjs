// Following on two screens and two people: the bell of who is followed rises, and the button is the same on both screens.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { person, personIn, startBrowser, startHub, until } from './hub.mjs';

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

test('who follows sees it on both of their screens, and who is followed hears of it at once', async () => {
  const ana = await person(browser, hub, 'Anabel', { viewport: { width: 360, height: 800 } });
  const bo = await person(browser, hub, 'Bobby');
  await ana.signUp();
  await bo.signUp();
  await bo.asks('learning', 'Violin lessons for my daughter', 'She is nine and patient.');
  await bo.go('/home');
  const bell = bo.page.locator('.bell [data-unseen]');
  assert.equal(await bell.isVisible(), false);

  const second = await personIn(ana.context, hub, 'Anabel');
  await second.go('/@bobby');
  await ana.go('/@bobby');
  await until('both screens are live', async () => {
    const live = await Promise.all([ana, second].map(({ page }) => page.locator('body').getAttribute('data-socket')));
    return live.every((status) => status === 'online');
  });
  const button = (who) => who.page.locator('[data-follow] button');
  const followers = (who) => who.page.locator('[data-followers]').textContent();
  assert.equal(await followers(second), '0');
  await button(ana).click();
  for (const who of [ana, second]) {
    await who.page.locator('[data-follow] .is-on').waitFor();
    assert.match(await button(who).innerText(), /Following/);
    assert.equal(await followers(who), '1');
  }
  await bell.waitFor();
  assert.match(await bell.innerText(), /1/);
  await bo.page.getByText('Anabel follows you now.').first().waitFor();

  await ana.go('/my/following');
  const [wide, screen] = await ana.page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
  assert.ok(wide <= screen, `${wide} on ${screen}`);
  await ana.page.getByRole('link', { name: 'Violin lessons for my daughter' }).waitFor();
  await button(ana).click();
  await until('the other screen follows no more', async () => /^\s*Follow\b(?!ing)/.test(await button(second).innerText()));
  assert.equal(await followers(second), '0');
  await ana.go('/my/following');
  await ana.page.getByText('You follow nobody yet').waitFor();
  assert.deepEqual([...ana.trouble, ...bo.trouble, ...second.trouble], []);
});
