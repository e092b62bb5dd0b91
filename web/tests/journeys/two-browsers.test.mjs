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
  // The page after posting says what happened, when the matcher has looked.
  await ana.page.locator('main').getByText(/person told|people told/).first().waitFor();

  // One button opens the first message, with a line begun.
  const match = bo.page.locator('.match').first();
  await match.locator('summary').click();
  assert.match(await match.locator('textarea').inputValue(), /Hi Anabel/);
  await match.locator('form .btn-primary').click();
  await bo.page.waitForURL('**/messages/*');

  // They talk live: ticks, typing, no reload.
  await ana.go(new URL(bo.page.url()).pathname);
  // Typing is told over a socket that is open, and not kept for one that is not.
  for (const { page } of [ana, bo]) await page.locator('body[data-socket=online]').waitFor();
  await ana.page.locator('textarea[name=body]').pressSequentially('Lovely, thank you!', { delay: 20 });
  await bo.page.locator('[data-typing]').filter({ hasText: 'is writing' }).waitFor();
  await ana.page.keyboard.press('Enter');
  await bo.page.locator('.message', { hasText: 'Lovely, thank you!' }).waitFor();
  await ana.page.locator('.message.is-mine[data-tick=read]', { hasText: 'Lovely, thank you!' }).waitFor();

  // Yes, done, thanks.
  await ana.page.locator('button[name=step][value=accept]').click();
  await ana.page.locator('button[name=step][value=done]').click();
  await ana.page.locator('.now-card label[for^=stars][for$="-5"]').click();
  await ana.page.locator('.now-card .rate button').click();
  await ana.page.getByText('Thank you for saying so.').waitFor();

  // What changed: +10 offer, +15 answered, +25 helped, +15 tried the app, +20 found helpful.
  await bo.go('/home');
  await bo.page.locator('[data-points]', { hasText: '85' }).first().waitFor();
  assert.match(await bo.page.locator('.stats').innerText(), /1\s*people helped|1\s*person helped/);
  assert.deepEqual([...ana.trouble, ...bo.trouble], [], 'no complaint on the console');
});

test('a card goes with its post and comes back with it, silently; many arrive as one line that covers nothing', async () => {
  const town = await startHub(); // An address makes few members an hour.
  const rita = await person(browser, town, 'Ritamae');
  const oskar = await person(browser, town, 'Oskarson', { viewport: { width: 360, height: 740 } });
  await rita.signUp();
  await oskar.signUp();
  await oskar.offers('feedback', 'I tune old church organs', 'I tune church organs and pipe organs and listen to organ pipes.');
  await oskar.go('/home');
  await rita.asks('feedback', 'Somebody to listen to my church organ', 'A church organ with old organ pipes. I need somebody to listen and tune it.');
  const card = () => oskar.page.locator('.match', { hasText: 'church organ' });
  await card().waitFor();
  const loaded = async () => {
    const page = await oskar.context.newPage();
    await page.goto(town.url + '/home');
    const ids = await page.locator('[data-live=matches] [data-match]').evaluateAll((all) => all.map((e) => e.dataset.match));
    await page.close();
    return ids;
  };
  const shown = () => oskar.page.locator('[data-live=matches] [data-match]').evaluateAll((all) => all.map((e) => e.dataset.match));
  await oskar.page.locator('.toast', { hasText: 'New match' }).waitFor();
  await oskar.page.evaluate(() => document.querySelectorAll('.toast').forEach((toast) => toast.remove()));
  await rita.page.click('form[action$="/close"] button');
  await card().waitFor({ state: 'detached' });
  assert.deepEqual(await shown(), await loaded());
  await rita.page.click('form[action$="/reopen"] button');
  await card().waitFor();
  assert.deepEqual(await shown(), await loaded());
  assert.equal(await oskar.page.locator('.toast').count(), 0, 'told once, ever');

  // On a page with a form they are one closed line, beside everything that is pressed or typed in.
  await oskar.go('/my/asks/new');
  await oskar.page.locator('main [name=text]').focus();
  await oskar.page.waitForFunction(() => document.body.dataset.socket === 'online');
  for (const n of [1, 2]) await rita.asks('feedback', `Organ number ${n}: who listens to my church organ?`, 'A church organ with old organ pipes. I need somebody to listen and tune it.');
  const line = oskar.page.locator('[data-arrivals]');
  await line.getByText('2 new matches').waitFor();
  assert.equal(await line.locator('details[open]').count(), 0);
  const covered = await oskar.page.evaluate(() => {
    const box = document.querySelector('[data-arrivals]').getBoundingClientRect();
    const over = (e) => {
      const r = e.getBoundingClientRect();
      return r.width > 0 && r.bottom > box.top + 1 && r.top < box.bottom - 1 && r.right > box.left && r.left < box.right;
    };
    return [...document.querySelectorAll('nav a, header a, main a, main input:not([type=hidden]), main textarea, main select, main button')].filter((e) => e.checkVisibility() && over(e)).map((e) => e.outerHTML.slice(0, 80));
  });
  assert.deepEqual(covered, []);
  assert.equal(await oskar.page.evaluate(() => document.activeElement.name), 'text', 'the focus stays');
  await line.locator('summary').first().press('Enter');
  await line.locator('.match').first().waitFor();
  assert.deepEqual([...rita.trouble, ...oskar.trouble], []);
  await town.stop();
});

test('what is too long is kept and refused in words, in the outbox too', async () => {
  const town = await startHub();
  const uma = await person(browser, town, 'Umaluna');
  const vic = await person(browser, town, 'Victorio');
  await uma.signUp();
  await vic.signUp();
  await vic.go('/@umaluna');
  await vic.page.fill('main textarea[name=message]', 'Hello Uma');
  await vic.page.click('#hello form .btn-primary');
  await vic.page.waitForURL('**/messages/*');
  const long = 'word '.repeat(1000).trim() + '!';
  await vic.page.fill('textarea[name=body]', long);
  await vic.page.locator('.room-left', { hasText: '1,000 characters too many' }).waitFor();
  await vic.page.keyboard.press('Enter');
  const row = vic.page.locator('.message[data-tick=failed]');
  await row.locator('.why', { hasText: 'Your message has 5000 characters; only 4000 fit.' }).waitFor();
  await row.getByText('Take it back').click();
  assert.equal((await vic.page.inputValue('textarea[name=body]')).length, 5000, 'nothing is lost');
  assert.deepEqual([...uma.trouble, ...vic.trouble], []);
  await town.stop();
});

test('on SIGTERM the hub leaves in order', async () => {
  const other = await startHub();
  assert.equal(await other.stop(), 0);
});
