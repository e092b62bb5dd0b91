// Every page of pages.mjs and those of one of the demo town's people, as pictures: at 360, 768 and 1440 px, dark and light.
//   node shots.mjs --out DIR [--widths 360,768] [--themes dark] [--only settings]
// They are made to be looked at, by somebody; nothing compares them.
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { person, startBrowser, startHub } from './hub.mjs';
import { furnished } from './pages.mjs';

const { out, widths, themes, only } = parseArgs({
  options: {
    out: { type: 'string' },
    widths: { type: 'string', default: '360,768,1440' },
    themes: { type: 'string', default: 'dark,light' },
    only: { type: 'string', default: '' },
  },
}).values;
if (!out) {
  console.error('Where to? node shots.mjs --out DIR');
  process.exit(2);
}
await mkdir(out, { recursive: true });

const hub = await startHub('--demo');
const browser = await startBrowser();
try {
  const { ana, strangers, members } = await furnished(browser, hub);
  // Somebody with a history: the baker of the town.
  const rosa = await person(browser, hub, 'Rosa');
  await rosa.go('/demo');
  await rosa.page.locator('button.door[value=baker]').click();
  await rosa.page.waitForURL('**/home');
  const first = async (path, link) => {
    await rosa.go(path);
    const links = rosa.page.locator(link);
    return (await links.count()) ? links.first().getAttribute('href') : null;
  };
  const handle = await rosa.page.locator('body').getAttribute('data-handle');
  const thread = await first('/messages', 'main a[href^="/messages/"]');
  const ask = await first('/discover/asks', 'main .post h3 a');
  const offer = await first('/discover/offers', 'main .post h3 a');
  const report = await first(ask, 'main a[href^="/report/"]');
  const hers = await first('/my/asks', 'main .post h3 a');
  const town = ['/home', '/discover', '/discover?q=posts+for+my+bakery', '/connections', '/connections?show=over', '/messages', thread, '/community', '/community/general', '/community/general/about', '/my/notices', '/my/asks', '/my/offers', '/my/searches', '/my/learning', '/my/purchases', '/creator/clips', `/@${handle}`, '/settings/profile', '/messages/search?q=bread', '/tools/claude', '/my/asks/new?title=Looking+for+testers+for+my+app', report, ask, offer, hers];
  const looks = [
    ['stranger', undefined, [...strangers, '/demo']],
    ['newcomer', ana, members],
    ['townsperson', rosa, town.filter(Boolean)],
  ];
  let count = 0;
  for (const width of widths.split(',').map(Number)) {
    for (const colorScheme of themes.split(',')) {
      for (const [name, who, paths] of looks) {
        const context = await browser.newContext({ viewport: { width, height: width < 700 ? 780 : 900 }, colorScheme, reducedMotion: 'reduce', hasTouch: width < 1000, isMobile: width < 1000, storageState: await who?.context.storageState() });
        const page = await context.newPage();
        for (const path of paths.filter((path) => path.includes(only))) {
          await page.goto(hub.url + path, { waitUntil: 'load' });
          if (who) await page.locator('body[data-socket=online]').waitFor();
          // What is loaded when one comes to it is loaded now.
          await page.evaluate(() => Promise.all([...document.images].map((img) => ((img.loading = 'eager'), img.decode().catch(() => {})))));
          await page.waitForTimeout(100);
          const called = path === '/' ? 'landing' : path.replaceAll(/\W+/g, '-').replace(/^-/, '');
          await page.screenshot({ path: join(out, `${width}-${colorScheme}-${name}-${called}.png`), fullPage: true });
          count += 1;
        }
        await context.close();
      }
    }
  }
  console.log(`${count} pictures in ${out}`);
} finally {
  await browser.close();
  await hub.stop();
}
