// The hub is killed while somebody writes, and started again: what was written stands there once, in order, and the ticks
// never say more than is true.
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

const bodies = (page, mine) => page.locator(`.message${mine ? '.is-mine' : ':not(.is-mine)'} [data-slot=body]`).allInnerTexts();

test('a hub that is killed in the middle of sending loses nothing and doubles nothing', async () => {
  const ana = await person(browser, hub, 'Anabel');
  const bo = await person(browser, hub, 'Bobby');
  await ana.signUp();
  await bo.signUp();
  await ana.go('/@Bobby');
  await ana.page.fill('#hello textarea', 'Hello Bobby');
  await ana.page.click('#hello form .btn-primary');
  await ana.page.waitForURL('**/messages/*');
  await bo.go(new URL(ana.page.url()).pathname);

  const write = async (words) => {
    await ana.page.fill('[data-composer] textarea', words);
    await ana.page.press('[data-composer] textarea', 'Enter');
  };
  await write('before it');
  await bo.page.locator('.message', { hasText: 'before it' }).waitFor();

  const all = ['before it'];
  for (const round of [1, 2]) {
    // Three on their way while it dies, two when it is dead.
    const [quick, late] = [[1, 2, 3].map((n) => `quick ${round}.${n}`), [1, 2].map((n) => `late ${round}.${n}`)];
    await write(quick[0]);
    const killed = hub.kill();
    await write(quick[1]);
    await write(quick[2]);
    await killed;
    for (const words of late) await write(words);
    all.push(...quick, ...late);

    // Nothing that is said to be stored can be missing later; what was written to a dead hub is not said to be.
    const tick = (words) => ana.page.locator('.message.is-mine', { hasText: words }).getAttribute('data-tick');
    for (const words of late) assert.ok(['sending', 'waiting'].includes(await tick(words)), `${words} is not stored`);
    const promised = [];
    for (const words of quick) if (['stored', 'delivered', 'read'].includes(await tick(words))) promised.push(words);

    await hub.start();
    for (const words of [...quick, ...late]) {
      await bo.page.locator('.message', { hasText: words }).waitFor({ timeout: 30_000 });
      await ana.page.locator('.message.is-mine:not([data-tick=sending]):not([data-tick=waiting]):not([data-tick=failed])', { hasText: words }).waitFor({ timeout: 30_000 });
    }
    for (const words of promised) assert.ok((await bodies(bo.page, false)).includes(words), `${words} was promised`);
  }

  // Once, in order, on both screens, and on pages that are loaded anew.
  const expected = ['Hello Bobby', ...all];
  assert.deepEqual(await bodies(ana.page, true), expected);
  assert.deepEqual(await bodies(bo.page, false), expected);
  await ana.page.reload();
  await bo.page.reload();
  assert.deepEqual(await bodies(ana.page, true), expected);
  assert.deepEqual(await bodies(bo.page, false), expected);
  await ana.page.locator('.message.is-mine[data-tick=read]', { hasText: 'late 2.2' }).waitFor();
});
