// What of a message stands where it is answered or pinned.

const A_QUOTE = 120;

/** As the hub cuts a text: at a word's end where there is one. */
export function excerpt(text, most) {
  const line = text.split(/\s+/u).filter(Boolean).join(" ");
  const all = [...line];
  if (all.length <= most) return line;
  const cut = all.slice(0, most).join("");
  const space = cut.lastIndexOf(" ");
  const bytes = (s) => new TextEncoder().encode(s).length;
  const end = space >= 0 && bytes(cut.slice(0, space)) > Math.floor(bytes(cut) / 2) ? cut.slice(0, space) : cut;
  return `${end.replace(/[,.;: ]+$/u, "")}…`;
}

export function quoteOf(m) {
  const quote = { no: m.no, by: m.by, words: m.hidden ? "" : excerpt(m.body, A_QUOTE), deleted: (m.deleted_at ?? null) !== null };
  return m.hidden ? { ...quote, hidden: true } : quote;
}
