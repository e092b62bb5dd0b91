// Files between people: a photo is cut by keyboard and pointer and seen on another one's screen.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { person, startBrowser, startHubWithin, until } from './hub.mjs';

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

/** A picture whose left third is red, its middle green and its right third blue. */
const thirds = async (page, width, height) => {
  const url = await page.evaluate(([w, h]) => {
    const canvas = Object.assign(document.createElement('canvas'), { width: w, height: h });
    const context = canvas.getContext('2d');
    ['rgb(200,30,30)', 'rgb(30,160,30)', 'rgb(30,30,200)'].forEach((colour, n) => {
      context.fillStyle = colour;
      context.fillRect((n * w) / 3, 0, w / 3, h);
    });
    return canvas.toDataURL('image/png');
  }, [width, height]);
  return { name: 'thirds.png', mimeType: 'image/png', buffer: Buffer.from(url.split(',')[1], 'base64') };
};

/** Which colour is strongest in the middle of a picture on the page. */
const colour = (locator) => locator.evaluate(async (img) => {
  await img.decode();
  const canvas = Object.assign(document.createElement('canvas'), { width: 9, height: 9 });
  const context = canvas.getContext('2d');
  context.drawImage(img, 0, 0, 9, 9);
  const [r, g, b] = context.getImageData(4, 4, 1, 1).data;
  return r > g && r > b ? 'red' : g > b ? 'green' : 'blue';
});

test('a photo is cut by keyboard and by pointer, and is the face on another one’s screen', async () => {
  const ana = await person(browser, hub, 'Anabel', { viewport: { width: 360, height: 800 } });
  const bo = await person(browser, hub, 'Bobby');
  await ana.signUp();
  await bo.signUp();
  await ana.go('/settings/profile');
  const form = ana.page.locator('form[action="/settings/photo"]');
  const photo = await thirds(ana.page, 900, 300);
  const square = form.locator('.crop-square');
  const sent = async () => {
    await Promise.all([ana.page.waitForEvent('load'), form.getByRole('button', { name: 'Use this photo' }).click()]);
    await ana.page.getByText('Others now see this photo of you').waitFor();
  };
  const seen = async () => {
    await bo.go('/@anabel');
    return colour(bo.page.locator('.store-head .face-xl'));
  };

  await form.locator('input[type=file]').setInputFiles(photo);
  await square.waitFor();
  const [wide, screen] = await ana.page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
  assert.ok(wide <= screen, `${wide} on ${screen}`);
  await square.focus();
  for (let n = 0; n < 20; n += 1) await ana.page.keyboard.press('ArrowLeft');
  await sent();
  assert.equal(await seen(), 'red', 'moved to the left by keys');
  assert.equal(await colour(ana.page.locator('.top-me summary img')), 'red', 'in one’s own bar, too');

  await form.locator('input[type=file]').setInputFiles(photo);
  await square.waitFor();
  await square.scrollIntoViewIfNeeded();
  const box = await square.boundingBox();
  await ana.page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  await ana.page.mouse.down();
  await ana.page.mouse.move(box.x + box.width / 2 + 200, box.y + box.height / 2, { steps: 5 });
  await ana.page.mouse.up();
  await sent();
  assert.equal(await seen(), 'blue', 'dragged to the right');

  await form.locator('input[type=file]').setInputFiles(photo);
  await square.waitFor();
  await form.getByLabel('Left or right').fill('50');
  await form.getByLabel('Size', { exact: true }).fill('40');
  await sent();
  assert.equal(await seen(), 'green', 'set by sliders');

  // A large one is seen on its way, and cut as a small one is.
  const noisy = await ana.page.evaluate(() => {
    const canvas = Object.assign(document.createElement('canvas'), { width: 900, height: 300 });
    const context = canvas.getContext('2d');
    const dots = context.createImageData(900, 300);
    dots.data.forEach((_, at) => (dots.data[at] = at % 4 === 3 ? 255 : (at % 4 === (((at >> 2) % 900) / 300 | 0) ? 160 : 0) + Math.random() * 90));
    context.putImageData(dots, 0, 0);
    return canvas.toDataURL('image/png').split(',')[1];
  });
  const large = { name: 'large.png', mimeType: 'image/png', buffer: Buffer.from(noisy, 'base64') };
  assert.ok(large.buffer.length > 200_000, `${large.buffer.length}`);
  let up = 0;
  let bar = false;
  await ana.page.route('**/api/v1/files', async (route) => {
    up += 1;
    bar = await form.locator('.going progress').isVisible();
    await route.continue();
  });
  await form.locator('input[type=file]').setInputFiles(large);
  await square.waitFor();
  await square.focus();
  for (let n = 0; n < 60; n += 1) await ana.page.keyboard.press('ArrowRight');
  await sent();
  assert.deepEqual([up, bar], [1, true]);
  assert.equal(await seen(), 'blue', 'a large one');

  await ana.page.getByRole('button', { name: 'Remove the photo' }).click();
  await ana.page.getByText('Your initial is back in its place.').waitFor();
  await bo.go('/@anabel');
  assert.match(await bo.page.locator('.store-head .face-xl').getAttribute('src'), /\/portraits\/anabel\.svg/);
  assert.deepEqual([...ana.trouble, ...bo.trouble], []);
});

test('a free file of an offer is saved from its card', async () => {
  const ana = await person(browser, hub, 'Annika');
  const bo = await person(browser, hub, 'Bertram', { viewport: { width: 360, height: 800 } });
  await ana.signUp();
  await bo.signUp();
  await ana.go('/my/offers/new');
  await ana.page.locator('main [name=kind][value=template]').evaluate((radio) => radio.click());
  await ana.page.fill('main [name=text]', 'A list for a market stall\nWhat to pack, by the hour.');
  await ana.page.locator('.more-fields > summary').click();
  await ana.page.setInputFiles('input[name=download]', { name: 'stall.csv', mimeType: 'text/csv', buffer: Buffer.from('04:00;bread\n') });
  await ana.page.setInputFiles('input[name=picture]', await thirds(ana.page, 600, 300));
  await ana.page.click('main form.compose .post-row .btn-primary');
  await ana.page.waitForURL('**/@annika/**');
  assert.equal(await colour(ana.page.locator('.hero-image')), 'green');

  await bo.go('/discover/offers');
  const card = bo.page.locator('.post', { hasText: 'A list for a market stall' });
  assert.equal(await colour(card.locator('.post-image')), 'green');
  const [download] = await Promise.all([bo.page.waitForEvent('download'), card.getByRole('link', { name: /^Download/ }).click()]);
  assert.equal(download.suggestedFilename(), 'stall.csv');
  await until('the owner sees that somebody took it', async () => {
    await ana.page.reload();
    return ana.page.getByText('taken by 1 person').first().isVisible();
  });
  assert.deepEqual([...ana.trouble, ...bo.trouble], []);
});

test('a picture is pasted and a file picked, both stand with the other one at once, and a third gets neither', async () => {
  const ana = await person(browser, hub, 'Adele');
  const bo = await person(browser, hub, 'Borislav', { viewport: { width: 360, height: 800 } });
  const cy = await person(browser, hub, 'Cyril');
  for (const who of [ana, bo, cy]) await who.signUp();
  await ana.go('/@borislav');
  await ana.page.fill('#hello textarea', 'Hello Boris');
  await ana.page.click('#hello form .btn-primary');
  await ana.page.waitForURL('**/messages/*');
  const thread = new URL(ana.page.url()).pathname;
  await bo.go(thread);
  for (const { page } of [ana, bo]) await page.locator('body[data-socket=online]').waitFor();

  const picture = await thirds(ana.page, 900, 600);
  await ana.page.locator('[data-composer] textarea').focus();
  await ana.page.locator('[data-thread][data-files]').waitFor();
  await ana.page.evaluate(([name, base64]) => {
    const bytes = Uint8Array.from(atob(base64), (c) => c.charCodeAt(0));
    const clipboardData = new DataTransfer();
    clipboardData.items.add(new File([bytes], name, { type: 'image/png' }));
    document.activeElement.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true }));
  }, [picture.name, picture.buffer.toString('base64')]);
  await ana.page.locator('.attached-now', { hasText: 'thirds.png' }).waitFor();
  await ana.page.setInputFiles('[data-attach]', { name: 'plan.txt', mimeType: 'text/plain', buffer: Buffer.from('Thursday') });
  await ana.page.locator('.attached-now', { hasText: 'plan.txt' }).waitFor();
  assert.equal(await ana.page.locator('.attached-now li').count(), 2);
  await ana.page.fill('[data-composer] textarea', 'Like this?');
  await ana.page.keyboard.press('Enter');
  for (const who of [ana, bo]) {
    await who.page.locator('.brought-file', { hasText: 'plan.txt' }).waitFor();
    assert.equal(await colour(who.page.locator('.brought-picture img')), 'green');
  }
  const [wide, screen] = await bo.page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
  assert.ok(wide <= screen, `${wide} on ${screen}`);

  const path = await bo.page.locator('.brought-picture').getAttribute('href');
  await bo.page.locator('.brought-picture').focus();
  await bo.page.locator('[data-thread][data-files]').waitFor();
  await bo.page.keyboard.press('Enter');
  await bo.page.locator('dialog.viewer[open]').waitFor();
  assert.equal(await colour(bo.page.locator('dialog.viewer > img')), 'green');
  await bo.page.keyboard.press('Escape');
  await until('the viewer is closed', async () => (await bo.page.locator('dialog.viewer').count()) === 0);
  assert.equal(await bo.page.evaluate(() => document.activeElement.className), 'brought-picture');

  assert.equal((await cy.context.request.get(hub.url + path)).status(), 404);
  assert.equal((await bo.context.request.get(hub.url + path)).status(), 200);
  assert.deepEqual([...ana.trouble, ...bo.trouble], []);
});

test('a file goes up with a bar, waits for a lost line, and arrives also when its page was left', async () => {
  const ana = await person(browser, hub, 'Amalia');
  const bo = await person(browser, hub, 'Benedikt', { viewport: { width: 360, height: 800 } });
  await ana.signUp();
  await bo.signUp();
  await bo.go('/@amalia');
  await bo.page.fill('#hello textarea', 'Could you send me the list?');
  await bo.page.click('#hello form .btn-primary');
  await bo.page.waitForURL('**/messages/*');
  await ana.go(new URL(bo.page.url()).pathname);
  const composer = ana.page.locator('[data-composer]');
  await composer.locator('textarea').focus();
  await ana.page.locator('[data-thread][data-files]').waitFor();
  const list = { name: 'list.csv', mimeType: 'text/csv', buffer: Buffer.from('04:00;bread\n'.repeat(100_000)) };
  // The line is gone exactly for what goes up.
  await ana.page.route('**/api/v1/files', (route) => route.abort('internetdisconnected'));
  await composer.locator('input[type=file]').setInputFiles(list);
  await composer.locator('.attached-now li').first().waitFor();
  await composer.locator('textarea').fill('Here it is');
  await composer.locator('button.btn-primary').click();
  await composer.locator('.going progress').waitFor();
  await composer.getByText('goes on when the connection is back').waitFor();
  assert.equal(await composer.locator('textarea').inputValue(), '');
  // She leaves the page; another one takes it up.
  await ana.page.unroute('**/api/v1/files');
  await ana.go('/home');
  const arrived = bo.page.locator('.message:not(.is-mine)', { hasText: 'Here it is' });
  await arrived.getByText('list.csv').first().waitFor();
  await until('nothing of it is left in her browser', () => ana.page.evaluate(() => localStorage.getItem(`collective-${document.body.dataset.me}-files`) === null));
  assert.equal(await arrived.count(), 1, 'once');
  assert.deepEqual(bo.trouble, []);
});
