// The pages of pages.mjs, looked at by axe on a phone in both themes, at a desk and some in German, and by the Nu Html Checker, weighed, and walked: no violation, no error in the
// markup, nothing over its budget, no link that leads nowhere, nothing wider than a phone, nothing that jumps, no complaint in the console.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { startBrowser, startHub } from './hub.mjs';
import { furnished } from './pages.mjs';

const axe = await readFile(new URL('node_modules/axe-core/axe.min.js', import.meta.url), 'utf8');
const checker = fileURLToPath(new URL('node_modules/vnu-jar/build/dist/vnu.jar', import.meta.url));
// CSS that is younger than the checker.
const NEWER = /“field-sizing” doesn't exist|“container” doesn't exist|at-rule “@(container|starting-style)”|“allow-discrete” is not a “transition” value/;
// A switch that sends its form, since it works without a script: the checker wants type="button" for the role, “ARIA in HTML” any button.
const SWITCH = /^Bad value “submit” for attribute “type” on element “button”/;
const KIB = 1024;
const FIRST_VIEW = 100 * KIB;
const SCRIPT = 40 * KIB;

let hub;
let browser;
let ana;
let strangers;
let members;
before(async () => {
  hub = await startHub();
  browser = await startBrowser();
  ({ ana, strangers, members } = await furnished(browser, hub));
});
after(async () => {
  await browser?.close();
  await hub?.stop();
});

/** Goes through the pages as this person and hands each to `look`; what the console says of a page that is not there is meant. */
async function walk(context, paths, look) {
  const page = await context.newPage();
  const trouble = [];
  let at = '';
  page.on('console', (message) => message.type() === 'error' && at !== '/no-such-page' && trouble.push(`${at}: ${message.text()}`));
  page.on('pageerror', (error) => trouble.push(`${at}: ${error.message}`));
  for (at of paths) {
    await page.goto(hub.url + at, { waitUntil: 'load' });
    await look(page, at);
  }
  await page.close();
  return trouble;
}

/** A window of a phone's size, signed in as Ana or not at all. */
const phone = async (signedIn, options = {}) =>
  browser.newContext({ viewport: { width: 360, height: 780 }, ...(signedIn ? { storageState: await ana.context.storageState() } : {}), ...options });

const DESK = { width: 1280, height: 800 };
/** What is chosen in the foot of a page; a member's own from then on. */
async function speak(context, language) {
  const page = await context.newPage();
  await page.goto(`${hub.url}/help`);
  await page.locator(`.foot button[name=language][value=${language}]`).click();
  await page.locator(`html[lang=${language}]`).waitFor();
  await page.close();
}
const inGerman = (path) => /^\/($|signup|home|discover($|\/tools)|tools\/(claude$|compare\?)|connections$|messages\/\d+(#|$)|community\/general|my\/(asks\/new|notices)|settings\/privacy)/.test(path);

for (const [where, options, only] of [
  ['a phone in dark', { colorScheme: 'dark' }],
  ['a phone in light', { colorScheme: 'light' }],
  ['a desk', { colorScheme: 'light', viewport: DESK }],
  ['a phone in German', { colorScheme: 'dark' }, inGerman],
]) {
  test(`axe finds nothing on any page on ${where}`, async () => {
    const found = [];
    for (const signedIn of [false, true]) {
      const context = await phone(signedIn, { reducedMotion: 'reduce', ...options });
      const paths = (signedIn ? members : strangers).filter(only ?? (() => true));
      assert.ok(paths.length >= 5, `only ${paths}`);
      if (only) await speak(context, 'de');
      const trouble = await walk(context, paths, async (page, at) => {
        if (only) assert.equal(await page.locator('html').getAttribute('lang'), 'de', at);
        const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
        if (wide > 0) found.push(`${at}: ${wide} px wider than the screen`);
        // On paper there is nothing to scroll to: who is not there yet is missing.
        const missing = await page.locator('img.face').evaluateAll((all) => all.filter((face) => face.offsetParent && !(face.complete && face.naturalWidth)).length);
        if (missing) found.push(`${at}: ${missing} faces would print empty`);
        await page.evaluate(axe);
        const { violations } = await page.evaluate(() => globalThis.axe.run(document, { resultTypes: ['violations'] }));
        for (const { id, nodes } of violations) found.push(`${at} ${signedIn ? 'as a member' : 'signed out'}: ${id}: ${nodes.map((node) => `${node.html.slice(0, 160)} (${node.any[0]?.message ?? node.all[0]?.message ?? node.none[0]?.message})`).slice(0, 3).join(' | ')}`);
      });
      found.push(...trouble);
      if (only) await speak(context, 'en');
      await context.close();
    }
    assert.deepEqual(found, []);
  });
}

test('the HTML checker finds no error in any page as it is served, nor in the style sheet', async () => {
  const dir = await mkdtemp(join(tmpdir(), 'checked-'));
  const where = new Map();
  const keep = async (at, name, text) => {
    where.set(name, at);
    await writeFile(join(dir, name), text);
  };
  for (const signedIn of [false, true]) {
    const context = await phone(signedIn);
    for (const path of signedIn ? members : strangers) {
      const answer = await context.request.get(hub.url + path);
      await keep(`${path} ${signedIn ? 'as a member' : 'signed out'}`, `${where.size}.html`, await answer.text());
    }
    await context.close();
  }
  const [sheet] = /\/assets\/[0-9a-f]+\/app\.css/.exec(await (await fetch(`${hub.url}/`)).text());
  await keep('app.css', 'app.css', await (await fetch(hub.url + sheet)).text());
  // One run for all of them: starting Java takes longer than reading a page.
  const { messages } = await checked([...where.keys()].map((name) => join(dir, name)));
  await rm(dir, { recursive: true });
  const found = messages
    .filter(({ url, message, extract }) => !(url.endsWith('.css') && NEWER.test(message)) && !(SWITCH.test(message) && /role="switch"/.test(extract)))
    .map(({ type, url, lastLine, message, extract }) => `${where.get(basename(url))}: ${type} in line ${lastLine}: ${message} at ${extract}`);
  assert.deepEqual(found, []);
});

test('every page is light, fits a phone, and nothing on it jumps', async (t) => {
  const over = [];
  const worker = await workerWeighs();
  let [heaviest, most] = [0, 0];
  for (const signedIn of [false, true]) {
    const paths = (signedIn ? members : strangers).map((path) => [path, 1]);
    for (const [path, load] of paths) {
      // A browser that has never been here: a context of its own keeps nothing of the last page.
      const context = await phone(signedIn);
      const page = await context.newPage();
      const loaded = await context.newCDPSession(page);
      await loaded.send('Network.enable');
      const types = new Map();
      const sums = { all: 0, script: 0 };
      loaded.on('Network.responseReceived', ({ requestId, type }) => types.set(requestId, type));
      // The bodies as they are sent, packed; what stands around them on the line is some 600 bytes an answer.
      loaded.on('Network.dataReceived', ({ requestId, encodedDataLength }) => {
        sums.all += encodedDataLength;
        if (types.get(requestId) === 'Script') sums.script += encodedDataLength;
      });
      await page.goto(hub.url + path, { waitUntil: 'load' });
      // A member's page has loaded all it needs once its line is open.
      if (signedIn) await page.locator('body[data-socket=online]').waitFor();
      await page.waitForTimeout(200);
      const [shift, moved] = await page.evaluate(() => new Promise((resolve) => {
        let sum = 0;
        const moved = [];
        new PerformanceObserver((list) => list.getEntries().filter((entry) => !entry.hadRecentInput).forEach((entry) => {
          sum += entry.value;
          moved.push(...entry.sources.map(({ node, previousRect, currentRect }) => `${node?.outerHTML?.slice(0, 80)} from ${previousRect.y} to ${currentRect.y}`));
        })).observe({ type: 'layout-shift', buffered: true });
        setTimeout(() => resolve([sum, moved]), 100);
      }));
      // The worker behind a member's pages is loaded once for all of them; it counts as if it were loaded with each.
      const [all, script] = [sums.all + (signedIn ? worker : 0), sums.script + (signedIn ? worker : 0)];
      [heaviest, most] = [Math.max(heaviest, all), Math.max(most, script)];
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      const who = `${path} ${signedIn ? 'as a member' : 'signed out'}`;
      if (all > FIRST_VIEW) over.push(`${who}: ${all} bytes`);
      if (script > SCRIPT) over.push(`${who}: ${script} bytes of script`);
      if (script === 0) over.push(`${who}: no script was weighed`);
      // A slow moment says so above the page ("Catching up"), and takes the line away again: what jumps by itself jumps each time.
      if (shift > 0.01 && load < 6) paths.push([path, load + 1]);
      else if (shift > 0.01) over.push(`${who}: shifts by ${shift}: ${moved.join(', ')}`);
      if (wide > 0) over.push(`${who}: ${wide} px wider than the screen`);
      await context.close();
    }
  }
  t.diagnostic(`heaviest first view ${(heaviest / KIB).toFixed(1)} KiB, most script ${(most / KIB).toFixed(1)} KiB, of it the worker ${(worker / KIB).toFixed(1)}`);
  assert.deepEqual(over, []);
});

test('every link on every page leads somewhere', async () => {
  for (const signedIn of [false, true]) {
    const context = await phone(signedIn);
    const from = new Map();
    await walk(context, signedIn ? members : strangers, async (page, at) => {
      const links = await page.locator('a[href]:not([inert] *)').evaluateAll((all) => all.map((a) => a.href.split('#')[0]));
      for (const link of links) if (link.startsWith(hub.url) && !from.has(link)) from.set(link, at);
    });
    const broken = [];
    for (const [link, at] of from) {
      const answer = await context.request.get(link);
      if (!answer.ok() && !link.endsWith('/no-such-page')) broken.push(`${answer.status()} ${link.slice(hub.url.length)} on ${at}`);
    }
    assert.ok(from.size > 20, `only ${from.size} links`);
    assert.deepEqual(broken, []);
    await context.close();
  }
});

/** What the Nu Html Checker says of these files. It ends with 1 if it found something, and says what on stderr. */
function checked(files) {
  const java = spawn('java', ['-Xss1m', '-jar', checker, '--errors-only', '--format', 'json', '--also-check-css', ...files]);
  let said = '';
  java.stderr.on('data', (text) => (said += text));
  return new Promise((resolve, reject) => {
    java.on('error', reject);
    java.on('close', () => {
      try {
        resolve(JSON.parse(said));
      } catch {
        reject(new Error(`the checker did not answer: ${said}`));
      }
    });
  });
}

/** What the shared worker and the modules it names weigh on the line. */
async function workerWeighs() {
  const page = await (await fetch(`${hub.url}/`)).text();
  const [, hash] = /\/assets\/([0-9a-f]+)\//.exec(page);
  const seen = ['hub-worker.js'];
  let sum = 0;
  for (const name of seen) {
    const address = `${hub.url}/assets/${hash}/js/${name}`;
    const packed = await fetch(address, { method: 'HEAD', headers: { 'accept-encoding': 'br' } });
    const length = Number(packed.headers.get('content-length'));
    const source = await (await fetch(address)).text();
    // Some servers say no length to a HEAD: then what is unpacked counts, which is never too little.
    sum += length || Buffer.byteLength(source);
    for (const [, other] of source.matchAll(/^import .*"\.\/([\w-]+\.js)";$/gm)) if (!seen.includes(other)) seen.push(other);
  }
  return sum;
}
