// The words that scripts say, in the language of the page, which carries them as data (hub/words/*/script.ftl).

const page = globalThis.document;
const spoken = page?.documentElement?.lang || "en";
/** Days and numbers are written as in the page's language, in the browser's own kind of it: “en-GB”. */
export const lang = globalThis.navigator?.languages?.find((one) => one.split("-")[0] === spoken) ?? spoken;
const words = JSON.parse(page?.getElementById?.("words")?.textContent ?? "{}");
const plural = new Intl.PluralRules(lang);

/** The words of a key, always given as it is. `put` stands where they say {name}, and its `n` chooses the plural. */
export function t(key, put = {}) {
  const said = words[key] ?? key;
  return (said[plural.select(put.n)] ?? said.other ?? said).replace(/\{(\w+)\}/g, (all, name) => put[name] ?? all);
}
