// Web addresses in what people write to each other, as links: the same as web/src/look/links.rs, by the same table of cases
// (web/tests/journeys/client/links.json).

const ENDS = ".,;:!?'\"]}*…”’»"; // they end a sentence rather than an address

/** The address that a text begins with; empty when it begins with none. */
function address(text) {
  const scheme = ["https://", "http://"].find((s) => text.startsWith(s));
  if (!scheme) return "";
  const end = text.search(/[\s\p{Cc}<>"\ufeff]/u);
  let found = end < 0 ? text : text.slice(0, end);
  const count = (sign) => found.split(sign).length - 1;
  while (ENDS.includes(found.at(-1)) || (found.endsWith(")") && count(")") > count("("))) found = found.slice(0, -1);
  return found.length > scheme.length ? found : "";
}

/** A text in pieces: {words} and {address}. */
export function pieces(text) {
  const all = [];
  let said = 0;
  let at = 0;
  for (let found; (found = text.indexOf("http", at)) >= 0; ) {
    const there = address(text.slice(found));
    if (!there || /[\p{L}\p{N}]$/u.test(text.slice(0, found))) {
      at = found + 4;
      continue;
    }
    if (said < found) all.push({ words: text.slice(said, found) });
    all.push({ address: there });
    said = at = found + there.length;
  }
  if (said < text.length) all.push({ words: text.slice(said) });
  return all;
}

/** The same as nodes of a page. A link tells nobody where it was found. */
export const linked = (text) =>
  pieces(text).map(({ words, address }) => {
    if (words !== undefined) return document.createTextNode(words);
    return Object.assign(document.createElement("a"), { href: address, target: "_blank", rel: "nofollow ugc noopener noreferrer", textContent: address });
  });
