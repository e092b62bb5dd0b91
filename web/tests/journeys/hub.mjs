// Starts the real hub for a journey, on a free port and a data directory of its own, and browsers that look at it.
import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after } from 'node:test';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const target = process.env.CARGO_TARGET_DIR ?? join(root, 'target');
const program = process.env.COLLECTIVE ?? join(target, 'debug', 'collective');

// A test that fails does not reach its last line. What it started must not keep this file running for ever.
const hubs = new Set();
const browsers = new Set();
after(async () => {
  for (const child of hubs) child.kill('SIGKILL');
  for (const browser of browsers) await browser.close().catch(() => {});
});

export const freePort = () =>
  new Promise((resolve, reject) => {
    const server = createServer();
    server.on('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });

/** The hub at work, until `stop`. */
export const startHub = (...options) => startHubWithin('', ...options);

/** The same with limits of its own, as the lines of a TOML file. */
export async function startHubWithin(limits, ...options) {
  const dir = await mkdtemp(join(tmpdir(), 'journey-'));
  if (limits) {
    await writeFile(join(dir, 'limits.toml'), limits);
    options.push('--limits', join(dir, 'limits.toml'));
  }
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  let said = '';
  let child;
  let gone;
  const start = async () => {
    child = spawn(program, ['--listen', `127.0.0.1:${port}`, '--data-dir', join(dir, 'data'), '--link-previews', 'off', ...options], { stdio: ['ignore', 'pipe', 'pipe'] });
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => (said += text));
    const mine = child;
    hubs.add(mine);
    gone = new Promise((resolve) => mine.on('exit', (code) => (hubs.delete(mine), resolve(code))));
    for (let tries = 0; tries < 600; tries += 1) {
      if (child.exitCode !== null) throw new Error(`the hub ended: ${said}`);
      const answer = await fetch(`${url}/readyz`).catch(() => null);
      if (answer?.ok) return;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    throw new Error(`the hub is not ready: ${said}`);
  };
  await start();
  return {
    url,
    data: join(dir, 'data'),
    said: () => said,
    /** Gone at once, as by a power cut. */
    async kill() {
      child.kill('SIGKILL');
      await gone;
    },
    /** The same data at the same address again. */
    start,
    /** How many sockets are open, as /metrics says. */
    async sockets() {
      const text = await (await fetch(`${url}/metrics`)).text();
      return Number(/^collective_sockets_open (\d+)/m.exec(text)?.[1] ?? 0);
    },
    async stop() {
      child.kill('SIGTERM');
      const code = await gone;
      await rm(dir, { recursive: true, force: true });
      return code;
    },
  };
}

const chrome = {
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
};
export const startBrowser = () => kept(chromium.launch(chrome));

async function kept(opening) {
  const browser = await opening;
  browsers.add(browser);
  return browser;
}

/** A browser with a profile on disk, that can be closed and opened again. */
export const openProfile = (dir, args = []) =>
  kept(chromium.launchPersistentContext(dir, { ...chrome, args: [...chrome.args, ...args], viewport: { width: 1280, height: 900 } }));

/** A person's own browser window. `trouble` collects what the console complains of. */
export async function person(browser, hub, name, options = {}) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
  return personIn(context, hub, name);
}

/** The same in a browser that is open already. */
export async function personIn(context, hub, name) {
  const page = await context.newPage();
  page.setDefaultTimeout(45_000); // a limit for what hangs: machines may be slow
  const trouble = [];
  page.on('console', (message) => message.type() === 'error' && trouble.push(message.text()));
  page.on('pageerror', (error) => trouble.push(error.message));
  const go = (path) => page.goto(hub.url + path);
  // The choices are folded away with a script, and open without.
  const chooses = (kind) => page.locator(`main [name=kind][value=${kind}]`).evaluate((radio) => radio.click());
  return {
    page,
    context,
    trouble,
    go,
    async signUp() {
      await go('/signup');
      await page.fill('[name=name]', name);
      await page.fill('[name=email]', `${name}@example.org`);
      await page.fill('[name=password]', 'four warm plain words');
      await page.click('main form .btn-primary');
      await page.waitForURL('**/home');
    },
    async asks(kind, title, description) {
      await go('/my/asks/new');
      await chooses(kind);
      await page.fill('main [name=text]', `${title}\n${description}`);
      await page.click('main form.compose .post-row .btn-primary');
      await page.waitForURL('**/asks/**');
    },
    async offers(kind, title, description) {
      await go('/my/offers/new');
      await chooses(kind);
      await page.fill('main [name=text]', `${title}\n${description}`);
      await page.click('main form.compose .post-row .btn-primary');
      await page.waitForURL(`**/@${name.toLowerCase()}/**`);
    },
  };
}

/** Waits until something is so. */
export async function until(what, is, within = 45_000) {
  const end = Date.now() + within;
  for (;;) {
    const now = await is();
    if (now) return now;
    if (Date.now() > end) throw new Error(`not within ${within} ms: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
