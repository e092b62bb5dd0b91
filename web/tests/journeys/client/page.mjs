// As much of a page as says its words: in a language, from the same files as the hub's (web/src/layout/script.rs).
import { readFileSync } from 'node:fs';

function wordsIn(language) {
  const words = {};
  const text = readFileSync(new URL(`../../../../hub/words/${language}/script.ftl`, import.meta.url), 'utf8');
  for (const [, key, said] of text.matchAll(/^script-([a-z-]+) = (.*)$/gm)) {
    const [, plain, form] = /^(.*?)(?:-(one|other))?$/.exec(key);
    const open = said.replace(/\{ \$(\w+) \}/g, '{$1}');
    if (form) (words[plain] ??= {})[form] = open;
    else words[plain] = open;
  }
  return words;
}

export const pageIn = (language, words = wordsIn(language)) => ({
  documentElement: { lang: language },
  getElementById: (id) => (id === 'words' ? { textContent: JSON.stringify(words) } : null),
});
