// When to come back after a lost line: a function of how often it was tried, who looks, what the hub named, and dice.

/** The longest wait before the first try, in ms; it doubles with each. */
export const FIRST = 250;
/** No wait is longer while a page is visible … */
export const LOOKED_AT = 3000;
/** … or while none is. */
export const UNSEEN = 30000;

/**
 * Full jitter: anywhere between at once and the longest wait of this try, so that thousands who lost their line in one
 * moment come back spread out. A wait that the hub names is taken as it is: the hub has spread its members itself.
 * `dice` is at least 0 and below 1.
 */
export function comeBackIn({ tries, looked, named, dice }) {
  if (named !== undefined) return named;
  return dice * Math.min(looked ? LOOKED_AT : UNSEEN, FIRST * 2 ** Math.min(tries, 16));
}
