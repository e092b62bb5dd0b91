// Without a script, on a phone: everything that the place is for. Nothing waits for a program in the browser.
import assert from 'node:assert/strict';
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

// Nothing moves: whether something stands still a page without scripts can't be asked.
const plain = { javaScriptEnabled: false, reducedMotion: 'reduce', viewport: { width: 360, height: 780 }, hasTouch: true, isMobile: true };

test('without a script: sign up, post, search, connect, write, finish, rate and log out', async () => {
  const ana = await person(browser, hub, 'Anabel', plain);
  const bo = await person(browser, hub, 'Boris', plain);
  const says = async (who, words) => assert.match(await who.page.locator('main').innerText(), words);
  const fits = async ({ page }) => {
    const main = await page.locator('main').boundingBox();
    assert.ok(main.x >= 0 && main.x + main.width <= 360, `${page.url()}: ${JSON.stringify(main)}`);
  };
  // What ends something takes no tap in the first second, lest it be hit in place of the button before it.
  const press = async (who, locator) => {
    await until('it takes a tap', () => locator.evaluate((button) => getComputedStyle(button).pointerEvents !== 'none'));
    await Promise.all([who.page.waitForEvent('load'), locator.tap()]);
  };
  await ana.signUp();
  await bo.signUp();
  // The kind is guessed when it is posted: nobody has to choose one.
  await ana.go('/home');
  await ana.page.locator('.top-post > summary').tap();
  await ana.page.getByText('I need something').first().tap();
  await ana.page.waitForURL('**/my/asks/new');
  await ana.page.fill('main [name=text]', 'Looking for testers for my recipe app\nTry it on your phone and say where you get lost.');
  await fits(ana);
  await ana.page.locator('main form.compose .post-row .btn-primary').tap();
  await ana.page.waitForURL('**/@anabel/asks/**');
  await says(ana, /Try my app/);
  await says(ana, /told|nobody fits yet/i);
  await bo.offers('feedback', 'I try new apps on my phone', 'Send me yours and I say where I got lost.');

  // Searched for by a form, found, answered from its page.
  await bo.go('/discover');
  await bo.page.fill('main [name=q]', 'recipe app');
  await bo.page.locator('main form:has([name=q]) button').first().tap();
  await bo.page.waitForURL('**/discover?*q=recipe*');
  await fits(bo);
  await bo.page.locator('main').getByRole('link', { name: 'Looking for testers for my recipe app', exact: true }).first().tap();
  await bo.page.waitForURL('**/@anabel/asks/**');
  await bo.page.fill('#answer textarea', 'I cook every day and would try it.');
  await fits(bo);
  await bo.page.locator('#answer form .btn-primary').tap();
  await bo.page.waitForURL('**/messages/*');
  const talk = new URL(bo.page.url()).pathname;

  // Ana sees it, writes back, says yes; both finish, she rates.
  await ana.go('/home');
  await says(ana, /Boris offers to help/);
  await ana.go(talk);
  await ana.page.fill('[data-composer] textarea', 'Wonderful, thank you!');
  await press(ana, ana.page.locator('[data-composer] .btn-primary'));
  await ana.page.locator('.message', { hasText: 'Wonderful, thank you!' }).waitFor();
  await fits(ana);
  await press(ana, ana.page.locator('button[name=step][value=accept]').first());
  await bo.go(talk);
  await says(bo, /Wonderful, thank you!/);
  await bo.go('/connections');
  await press(bo, bo.page.locator('button[name=step][value=done]').first());
  await ana.go('/connections');
  await press(ana, ana.page.locator('button[name=step][value=done]').first());
  await ana.go('/connections?show=over');
  await ana.page.locator('main .rate').first().waitFor();
  await ana.page.locator('main label[for^=stars][for$="-5"]').first().tap();
  await press(ana, ana.page.locator('main .rate button').first());
  await bo.go('/@boris');
  await says(bo, /1\s+person helped/);
  await fits(bo);
  await ana.page.locator('.top-me > summary').tap();
  await ana.page.locator('.top-me').getByRole('button', { name: 'Log out' }).tap();
  await ana.page.waitForURL(`${hub.url}/`);
  await ana.go('/home');
  assert.equal(new URL(ana.page.url()).pathname, '/login');
});
