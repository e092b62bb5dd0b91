// Ids of commands, ordered by time: a UUIDv7 (hub/PROTOCOL.md says why). crypto.randomUUID is there on secure pages only.

let last = 0; // in ms
let within = 0; // how many of that millisecond

/** Each is greater than the one before of this page, also when the clock is set back. */
export function freshId(now = Date.now(), random = crypto.getRandomValues(new Uint8Array(8))) {
  if (now > last) [last, within] = [now, 0];
  else if (within < 0xfff) within += 1;
  else [last, within] = [last + 1, 0];
  const ms = last.toString(16).padStart(12, "0");
  const count = within.toString(16).padStart(3, "0");
  const rest = Array.from(random, (byte) => byte.toString(16).padStart(2, "0")).join("");
  const variant = ((parseInt(rest.slice(0, 2), 16) & 0x3f) | 0x80).toString(16);
  return `${ms.slice(0, 8)}-${ms.slice(8)}-7${count}-${variant}${rest.slice(2, 4)}-${rest.slice(4)}`;
}
