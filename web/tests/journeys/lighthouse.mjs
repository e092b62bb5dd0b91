// What Lighthouse says of the pages that most people see, on a phone as it simulates one:
//   npm install --no-save lighthouse@12.8.2 && node lighthouse.mjs [--report DIR]
// Ends with 1 where accessibility, best practices or SEO are below 95. Performance is printed and judged by nobody: what it measures
// is this machine, a hub that is built for tests, and a network that is made up. It is no part of `.ci/test`: with some 200 packages it
// is larger than everything else that the journeys need.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { freePort, openProfile, startBrowser, startHub } from './hub.mjs';
import { furnished } from './pages.mjs';

const GOAL = 95;
const JUDGED = ['accessibility', 'best-practices', 'seo'];

const { default: lighthouse } = await import('lighthouse').catch(() => {
  console.error('Lighthouse is not installed: npm install --no-save lighthouse@12.8.2');
  process.exit(2);
});
const { report } = parseArgs({ options: { report: { type: 'string' } } }).values;

const hub = await startHub();
const browser = await startBrowser();
const profile = await mkdtemp(join(tmpdir(), 'lighthouse-'));
const port = await freePort();
// Lighthouse opens its pages in a browser's own profile: the one that somebody is signed in with.
const looks = await openProfile(profile, [`--remote-debugging-port=${port}`]);
let below = 0;
try {
  const { ana, ask, offer, thread } = await furnished(browser, hub);
  // An ask and whatever needs a name is kept from search engines on purpose: whether they may read it does not count there, nor, where
  // one has to be signed in, whether they could follow its links.
  const pages = [
    ['/', { crawled: true }],
    ['/discover', { crawled: true }],
    ['/help', { crawled: true }],
    [offer, { crawled: true }],
    ['/@anabel', { crawled: false }],
    [ask, { crawled: false }],
    ['/home', { signedIn: true }],
    ['/messages', { signedIn: true }],
    [thread, { signedIn: true }],
  ];
  for (const [path, { crawled = false, signedIn = false }] of pages) {
    await looks.clearCookies();
    if (signedIn) await looks.addCookies((await ana.context.storageState()).cookies);
    const { lhr, report: html } = await lighthouse(hub.url + path, {
      port,
      output: 'html',
      logLevel: 'error',
      disableStorageReset: true,
      onlyCategories: ['performance', ...JUDGED],
      skipAudits: [...(crawled ? [] : ['is-crawlable']), ...(signedIn ? ['crawlable-anchors'] : [])],
    });
    if (report) await writeFile(join(report, `${path.replaceAll(/\W+/g, '-')}.html`), html);
    const scores = Object.fromEntries(Object.values(lhr.categories).map(({ id, score }) => [id, Math.round(score * 100)]));
    console.log(`${path}${signedIn ? ' signed in' : ''}${crawled ? '' : ' (not for search engines)'}: ${Object.entries(scores).map(([id, score]) => `${id} ${score}`).join(', ')}`);
    for (const id of JUDGED) {
      for (const { id: audit, weight } of lhr.categories[id].auditRefs) {
        const { score, title, displayValue = '' } = lhr.audits[audit];
        if (weight > 0 && score !== null && score < 1) console.log(`  ${id}: ${title} ${displayValue}`);
      }
      if (!(scores[id] >= GOAL)) below += 1;
    }
  }
} finally {
  await looks.close();
  await browser.close();
  await hub.stop();
  await rm(profile, { recursive: true, force: true });
}
console.log(below === 0 ? `everything at ${GOAL} and above` : `${below} below ${GOAL}`);
process.exitCode = below === 0 ? 0 : 1;
