// What scripts say, in the language of the page.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { pageIn } from './page.mjs';

/** The module as a page of its own loads it. */
let loads = 0;
async function on(page) {
  globalThis.document = page;
  return import(`../../../assets/js/words.js?${(loads += 1)}`);
}

test('words come in the language of the page, with what is put into them and their plural', async () => {
  const { t } = await on(pageIn('en'));
  assert.equal(t('open'), 'Open');
  assert.equal(t('found', { n: 0, all: 3 }), '0 of 3 found');
  assert.deepEqual([0, 1, 2].map((n) => t('new-matches', { n })), ['0 new matches', '1 new match', '2 new matches']);
  assert.equal(t('reaction-on'), ': add yours');
  const de = await on(pageIn('de'));
  assert.deepEqual([1, 2].map((n) => de.t('new-matches', { n })), ['1 neuer Treffer', '2 neue Treffer']);
  assert.equal(de.lang.slice(0, 2), 'de');
});

test('what is put in is no pattern, and what is not put in stays open', async () => {
  const { t } = await on(pageIn('en'));
  assert.equal(t('new-match', { name: '{more} $& <b>' }), 'New match: {more} $& <b>');
  assert.equal(t('was-here'), 'Was here {when}');
});

test('what there are no words for is said by its key, and nothing falls over', async () => {
  const { t } = await on(pageIn('en', {}));
  assert.equal(t('no-such'), 'no-such');
  for (const page of [undefined, {}, { documentElement: {}, getElementById: () => null }]) {
    const { t, lang } = await on(page);
    assert.deepEqual([t('open'), t('told', { n: 2 }), lang.slice(0, 2)], ['open', 'told', 'en']);
  }
});

test("days and numbers are of the page's language, in the kind of it that the browser has", async () => {
  const before = Object.getOwnPropertyDescriptor(globalThis, 'navigator');
  Object.defineProperty(globalThis, 'navigator', { value: { languages: ['fr-CH', 'en-GB', 'en-US'] }, configurable: true });
  try {
    assert.equal((await on(pageIn('en'))).lang, 'en-GB');
    assert.equal((await on(pageIn('de'))).lang, 'de');
  } finally {
    if (before) Object.defineProperty(globalThis, 'navigator', before);
    else delete globalThis.navigator;
  }
});
