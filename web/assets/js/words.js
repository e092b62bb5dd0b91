// The words that scripts say, in the language of the page, which carries them as data (hub/words/*/script.ftl).

const page = globalThis.document;
const spoken = page?.documentElement?.lang || "en";
/** Days and numbers are written as in the page's language, in the browser's own kind of it: “en-GB”. */
export const lang = globalThis.navigator?.languages?.find((one) => one.startsWith(spoken)) ?? spoken;
const words = JSON.parse(page?.getElementById?.("words")?.textContent ?? "{}");
const plural = new Intl.PluralRules(lang);

/** The words of a key, given as it is, or `beginning-${rest}`. `put` stands where they say {name}, and its `n` chooses the plural. */
export function t(key, put = {}) {
  const said = words[key] ?? key;
  return (said[plural.select(put.n)] ?? said).replace(/\{(\w+)\}/g, (all, name) => put[name] ?? all);
}

/** What a refusal says: the hub in its words, and what this browser never sent (hub.js) in those of the page. */
export const wordsOf = ({ words, kind }) => words ?? (kind === "too_large" ? t("too-large") : t("not-taken"));
