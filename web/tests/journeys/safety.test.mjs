// Somebody who writes markup and programs into every field they find (J81): it stays text, on every page, also where a script puts it
// in live. No link leads to a program, no form of this place is believed without its token or with another's, what opens a session
// stands in one cookie that no script reads, and every answer says what a browser may do with it. And who sends too much at once is
// asked to slow down (J49).
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { person, startBrowser, startHubWithin } from './hub.mjs';

let hub;
let browser;
let eve;
let ana;
/** Paths with something of theirs on them. */
const paths = [];
before(async () => {
  hub = await startHubWithin('sign_ups_an_hour = 100\n');
  browser = await startBrowser();
  eve = await person(browser, hub, 'Evelin');
  ana = await person(browser, hub, 'Anabel');
  for (const who of [eve, ana]) await who.signUp();
});
after(async () => {
  await browser?.close();
  await hub?.stop();
});

const MARKUP = '<img src=x onerror=hit=1><script>hit=1</script>';
const MORE = `${MARKUP}"'><svg onload=hit=1><a href="javascript:hit=1">here</a> [here](javascript:hit=1) ![here](javascript:hit=1) <javascript:hit=1> [there](data:text/html,<script>hit=1</script>) javascript:hit=1 {{7*7}}`;
const online = (page) => page.locator('body[data-socket=online]').waitFor();

/** Nothing on this page came of what somebody typed but text. */
async function sound(page, when) {
  const wrong = await page.evaluate(() => [
    ...[...document.querySelectorAll('[onerror], [onload], [onclick], img[src="x"], iframe, object, embed, base, script:not([src]):not([type="application/ld+json"]):not([type="application/json"])')].map((e) => e.outerHTML.slice(0, 120)),
    ...[...document.querySelectorAll('[href], [src], [action], [formaction]')].map((e) => e.getAttribute('href') ?? e.getAttribute('src') ?? e.getAttribute('action') ?? e.getAttribute('formaction')).filter((to) => /^\s*(javascript|vbscript|data:text)/i.test(to)),
    ...(globalThis.hit ? ['a program of somebody ran'] : []),
  ]);
  assert.deepEqual(wrong, [], `${when ?? ''} ${page.url()}`);
}

/** Writes this into every text field of a form, sends it, and looks at the answer. */
async function fill(page, form, words = {}) {
  const fields = await page.locator(`${form} :is(textarea, input:not([type]), input[type=text], input[type=url], input[type=search])`).evaluateAll((all) => all.filter((e) => !e.readOnly && !e.disabled).map((e) => [e.name, e.inputMode === 'url' ? 'url' : e.type]));
  assert.ok(fields.length > 0, `${form} on ${page.url()} has fields`);
  for (const [name, type] of fields) {
    const value = words[name] ?? (type === 'url' ? 'javascript:hit=1' : type === 'textarea' ? `${MARKUP}\n${MORE}` : MARKUP);
    await page.locator(`${form} [name="${name}"]`).first().evaluate((field, value) => (field.value = value), value);
  }
  await Promise.all([page.waitForEvent('load'), page.locator(form).first().evaluate((form) => {
    form.noValidate = true;
    form.requestSubmit(form.querySelector('button[value=publish], button:not([type=button]):not([value])') ?? undefined);
  })]);
  await sound(page, `after ${form}`);
  return page.locator('[data-problems]').count();
}

test('markup and programs in every field stay text, on every page and live', async () => {
  const { page } = eve;
  await eve.go('/settings/profile');
  const profile = 'form[action^="/settings/profile"]';
  assert.ok(await fill(page, profile), 'links to programs are refused');
  const links = Object.fromEntries(['website', 'calendar', 'linkedin', 'twitter', 'github', 'youtube', 'instagram'].map((name) => [`${name}_url`, '']));
  assert.equal(await fill(page, profile, { ...links, website_url: 'https://eve.example/?x=%22onmouseover=hit=1', pronouns: '<b>she</b>' }), 0, 'the rest is taken');
  assert.ok(await fill(page, 'form[action^="/settings/interests"]'));
  await eve.go('/settings/developers');
  await fill(page, 'form[action^="/settings/tokens"]', { name: '<img src=x onerror=hit=1>' });
  await eve.go('/settings/appearance');
  await fill(page, 'form[action^="/settings/timezone"]');
  await eve.go('/settings/account');
  await fill(page, 'form[action^="/settings/username"]');

  await eve.go('/my/asks/new');
  await page.fill('main [name=text]', `${MARKUP}\n${MORE}`);
  await page.locator('[data-preview]').getByText('onerror').first().waitFor();
  await sound(page, 'the preview');
  assert.ok(await fill(page, 'form.compose'), 'what can not be taken is said');
  assert.equal(await fill(page, 'form.compose', { external_url: '', image_url: '', budget_min: '', budget_max: '', tags: '', tools: '', places: '1' }), 0);
  await page.waitForURL('**/asks/**');
  const ask = new URL(page.url()).pathname;
  await eve.go('/my/offers/new');
  assert.ok(await fill(page, 'form.compose'), 'a link to a program is refused');
  assert.equal(await fill(page, 'form.compose', { image_url: '', external_url: '', price: '', length: '', tags: '', tools: '', body: `${MARKUP}\n${MORE}` }), 0);
  const offer = new URL(page.url()).pathname;
  await eve.go('/community/new?kind=group');
  await fill(page, 'form[action="/community/new"]');
  const group = new URL(page.url()).pathname.replace(/\/about$/, '');
  await eve.go('/tools/claude');
  await page.locator('.review-say summary').click();
  await page.locator('[name=stars][value="1"]').evaluate((star) => (star.checked = true));
  await fill(page, 'form[action="/tools/claude/review"]', { title: '<img src=x onerror=hit=1><script>hit=1</script>' });
  await eve.go(`/discover?q=${encodeURIComponent(MARKUP)}`);
  await sound(page);
  const wait = page.locator('form[action="/my/searches"]');
  if (await wait.count()) await wait.locator('button').first().click();

  // Live: Ana looks at her home, a conversation and General while Eve writes.
  await ana.go('/home');
  await online(ana.page);
  const second = await ana.context.newPage();
  await eve.go('/@anabel');
  await fill(page, '#hello form');
  await page.waitForURL('**/messages/*');
  const talk = new URL(page.url()).pathname;
  await ana.page.locator('.notice, .connection', { hasText: 'onerror' }).first().waitFor();
  await sound(ana.page, 'live');
  await ana.go(talk);
  await second.goto(`${hub.url}/community/general`);
  await online(ana.page);
  await online(second);
  await online(page);
  await page.locator('[data-composer] textarea').fill(MORE);
  await page.keyboard.press('Enter');
  await ana.page.locator('.message[data-no="2"]', { hasText: '7*7' }).waitFor();
  await sound(ana.page, 'a message, live');
  await sound(page, 'a message of one’s own');
  await eve.go('/community/general');
  await online(page);
  await page.locator('[data-composer] textarea').fill(MORE);
  await page.keyboard.press('Enter');
  await second.locator('.message', { hasText: '7*7' }).waitFor();
  await sound(second, 'in a room, live');
  await ana.page.locator('[data-composer] textarea').fill(MORE);
  await second.goto(hub.url + talk);
  await second.waitForFunction(() => document.querySelector('[data-composer] textarea').value.includes('7*7'));
  await sound(second, 'a draft');
  await second.close();
  // Suggestions and the landing page's answer.
  await eve.go('/discover');
  await page.locator('[data-suggest]').pressSequentially('<img src', { delay: 15 });
  await page.waitForTimeout(400);
  await sound(page, 'suggestions');

  const handle = await page.locator('body').getAttribute('data-handle');
  paths.push(...['/home', '/discover', '/discover?q=onerror', '/discover/people?q=onerror', '/my/asks', '/my/offers', '/my/notices', '/my/searches', '/connections', '/messages', talk, `${talk}/1`, '/messages/search?q=onerror', '/community', '/community/general', group, `${group}/about`, '/my/following', '/my/saved', '/settings/profile', '/settings/developers', '/settings/matches', '/creator/clips', `/@${handle}`, ask, `${ask}/wordings`, offer, '/tools/claude', '/tools/claude/reviews', '/feeds/asks.atom', `/ava?need=${encodeURIComponent(MARKUP)}`]);
  const stranger = await person(browser, hub, 'Stranger');
  for (const who of [eve, ana, stranger]) {
    for (const path of paths.filter((path) => !path.startsWith('/feeds'))) {
      await who.go(path);
      await sound(who.page);
    }
  }
  await stranger.go('/');
  await stranger.page.locator('#need').pressSequentially(MARKUP, { delay: 2 });
  await stranger.page.locator('[data-found-said]').filter({ hasText: /\w/ }).waitFor({ state: 'attached' });
  await sound(stranger.page, 'the landing page’s answer');
  // What a browser would say of a program that the policy stopped: that nothing had to be stopped is the first line of defence.
  const stopped = [...eve.trouble, ...ana.trouble, ...stranger.trouble].filter((words) => !/status of 4\d\d/.test(words));
  assert.deepEqual(stopped, []);
});

test('no form on any page is believed without its token, or with that of somebody else', async () => {
  const { page } = eve;
  const others = await ana.page.evaluate(() => document.querySelector('meta[name=csrf]').content);
  let tried = 0;
  for (const path of ['/home', '/settings/profile', '/settings/account', '/settings/data', '/settings/devices', '/settings/privacy', '/my/asks/new', '/my/offers/new', ...paths.filter((path) => path.startsWith('/@') || path.startsWith('/messages/') || path.startsWith('/community/'))]) {
    await eve.go(path);
    const forms = await page.locator('form[method=post]').evaluateAll((all) => all.map((form) => [form.action, [...new FormData(form)].filter(([, value]) => typeof value === 'string')]));
    for (const [action, fields] of forms) {
      for (const csrf of ['', 'rubbish', others]) {
        const body = new URLSearchParams([...fields.filter(([name]) => name !== 'csrf' && name !== 'command'), ['csrf', csrf], ['command', `forged-${(tried += 1)}`]]);
        const answer = await eve.context.request.post(action, { headers: { 'content-type': 'application/x-www-form-urlencoded' }, data: body.toString(), maxRedirects: 0 });
        // The form of a photo leads back to its page, which says why.
        const refused = action.endsWith('/settings/photo') ? 303 : 403;
        assert.equal(answer.status(), refused, `${action} on ${path} with “${csrf}”`);
      }
    }
  }
  assert.ok(tried > 100, `${tried}`);
  // Nor from a page of elsewhere, with the right one.
  await eve.go('/home');
  const own = await page.evaluate(() => document.querySelector('meta[name=csrf]').content);
  const answer = await eve.context.request.post(`${hub.url}/availability`, { headers: { 'content-type': 'application/x-www-form-urlencoded', origin: 'https://elsewhere.example' }, data: `csrf=${own}&command=from-elsewhere&full=yes`, maxRedirects: 0 });
  assert.equal(answer.status(), 403);
});

test('what opens a session stands in one cookie that no script reads, and nowhere else', async () => {
  const cookies = await eve.context.cookies();
  const session = cookies.find(({ name }) => name === 'session');
  assert.ok(session?.value.length > 30);
  for (const { name, httpOnly, sameSite, path } of cookies) assert.deepEqual([name, httpOnly, sameSite, path], [name, true, 'Lax', '/']);
  for (const path of ['/home', ...paths.filter((path) => !path.startsWith('/feeds'))]) {
    await eve.go(path);
    const found = await eve.page.evaluate(async (secret) => {
      const csrf = document.querySelector('meta[name=csrf]').content;
      const addresses = [location.href, ...[...document.querySelectorAll('[href], [src], [action]')].map((e) => e.getAttribute('href') ?? e.getAttribute('src') ?? e.getAttribute('action'))];
      const kept = [...Object.entries(localStorage), ...Object.entries(sessionStorage)].flat();
      return [
        ...(document.cookie ? [`a script reads ${document.cookie}`] : []),
        ...(document.documentElement.outerHTML.includes(secret) ? ['the page says it'] : []),
        ...[...addresses, ...kept].filter((text) => text.includes(secret) || text.includes(csrf) || /\bct_\w{8}/.test(text)),
      ];
    }, session.value);
    assert.deepEqual(found, [], path);
  }
});

test('every answer says what a browser may do with it', async () => {
  await eve.go('/home');
  const face = await eve.page.locator('.top-me img').getAttribute('src');
  const script = await eve.page.locator('script[src]').first().getAttribute('src');
  for (const path of [...paths, '/', '/login', face, script, '/api/v1/me', '/api/v1/no-such-thing', '/no-such-page', '/manifest.webmanifest', '/sitemap.xml', '/robots.txt', '/sw.js']) {
    const answer = await eve.context.request.get(hub.url + path, { maxRedirects: 0 });
    const headers = answer.headers();
    const policy = headers['content-security-policy'] ?? '';
    assert.ok(/default-src '(self|none)'/.test(policy) && !/unsafe-inline|unsafe-eval|\*/.test(policy), `${path}: ${policy}`);
    if (/html/.test(headers['content-type'] ?? 'html')) {
      assert.match(policy, /frame-ancestors 'none'/, path);
      assert.match(policy, /base-uri '(none|self)'/, path);
      assert.match(policy, /form-action 'self'/, path);
    }
    assert.equal(headers['x-content-type-options'], 'nosniff', path);
    assert.match(headers['referrer-policy'] ?? '', /same-origin|no-referrer/, path);
    assert.ok(headers['permissions-policy'], path);
  }
});

test('who writes too fast waits a moment, and nothing they wrote is lost, doubled or out of order', async () => {
  const town = await startHubWithin('messages_a_minute = 15\nmessages_burst = 2\n');
  const bo = await person(browser, town, 'Boris');
  const cy = await person(browser, town, 'Cyrill');
  await bo.signUp();
  await cy.signUp();
  await cy.go('/@boris');
  await cy.page.fill('#hello textarea', 'Hello Bo');
  await cy.page.click('#hello .btn-primary');
  await cy.page.waitForURL('**/messages/*');
  const talk = new URL(cy.page.url()).pathname;
  await bo.go(talk);
  await online(cy.page);
  await online(bo.page);
  const words = ['one', 'two', 'three', 'four', 'five'];
  for (const word of words) {
    await cy.page.locator('[data-composer] textarea').fill(word);
    await cy.page.keyboard.press('Enter');
  }
  const heard = () => bo.page.locator('.message:not(.is-mine) [data-slot=body]').allInnerTexts();
  assert.ok((await heard()).length < 6, 'not all at once');
  await bo.page.locator('.message', { hasText: 'five' }).waitFor({ timeout: 60_000 });
  assert.deepEqual((await heard()).map((text) => text.trim()), ['Hello Bo', ...words]);
  assert.equal(await cy.page.locator('.message[data-tick=failed]').count(), 0);
  assert.deepEqual([...bo.trouble, ...cy.trouble], []);
  // Without a script it is said, and what was written stays in its field.
  const state = await cy.context.storageState();
  const dee = await person(browser, town, 'Cyrill', { javaScriptEnabled: false, storageState: state });
  await dee.go(talk);
  for (const word of ['six', 'seven', 'eight', 'nine']) {
    await dee.page.fill('[data-composer] textarea', word);
    await Promise.all([dee.page.waitForEvent('load'), dee.page.locator('[data-composer] .btn-primary').click()]);
    if (await dee.page.inputValue('[data-composer] textarea')) break;
  }
  assert.match(await dee.page.inputValue('[data-composer] textarea'), /six|seven|eight|nine/);
  assert.match(await dee.page.locator('main').innerText(), /second|moment|fast|slow/i);
  await town.stop();
});
