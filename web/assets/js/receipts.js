// The receipt of an ask, asked for again when it can say something new; and that a card of somebody's ask stood on this screen.

const IN_SIGHT_FOR = 700; // a card that is scrolled past was not read
const ASK_NO_SOONER = 5_000;

const isSeen = () => document.visibilityState === "visible";
const headers = { accept: "application/json" };

/** Of one's own asks: the hub counts once a minute, so it is asked once a minute, while somebody looks. */
function startOwn(page) {
  const lines = () => [...document.querySelectorAll("[data-receipt]")];
  if (!lines().length) return;
  let due = Date.now() + Math.min(...lines().map((line) => Number(line.dataset.next)));
  let timer = 0;

  function plan() {
    clearTimeout(timer);
    if (isSeen()) timer = setTimeout(look, Math.max(0, due - Date.now()) + 250);
  }

  async function look() {
    const all = lines();
    const one = all.length === 1;
    due = Date.now() + 60_000;
    const answer = await fetch(one ? `/api/v1/asks/${all[0].dataset.receipt}/receipt` : "/api/v1/me/receipts", { headers }).catch(() => null);
    if (answer?.ok) {
      const told = await answer.json();
      const now = Date.parse(answer.headers.get("date")) || Date.now();
      const receipts = one ? [told] : told.items;
      for (const receipt of receipts) show(receipt);
      const next = Math.min(...receipts.map((receipt) => receipt.next_at - now));
      if (Number.isFinite(next)) due = Date.now() + Math.max(ASK_NO_SOONER, next);
    }
    plan();
  }

  function show(receipt) {
    for (const line of lines().filter((l) => l.dataset.receipt === String(receipt.ask))) {
      if (line.textContent !== receipt.words) line.textContent = receipt.words;
      line.hidden = "quiet" in line.dataset && receipt.told === 0;
    }
  }

  document.addEventListener("visibilitychange", plan);
  // Whoever answers or holds a place has read it: that is said at once.
  page.onEvent(({ connections, claims }) => {
    if (!(connections?.opened || claims)) return;
    due = Math.min(due, Date.now());
    plan();
  });
  plan();
}

/** Of others' asks: once their text was in sight for a moment, on a screen that somebody sees. */
function startRead(hub) {
  const said = new Set();
  const inSight = new Map();
  let waiting = 0;

  function tell() {
    waiting = 0;
    if (!isSeen()) return;
    const asks = [...new Set(inSight.values())].filter((ask) => ask > 0 && !said.has(ask));
    if (!asks.length) return;
    for (const ask of asks) said.add(ask);
    hub.do({ receipts: { read: { asks } } }).catch(() => {});
  }
  function soon() {
    clearTimeout(waiting);
    if (inSight.size) waiting = setTimeout(tell, IN_SIGHT_FOR);
  }

  const sight = new IntersectionObserver(
    (entries) => {
      for (const { target, isIntersecting } of entries) {
        if (isIntersecting && target.dataset.reads) inSight.set(target, Number(target.dataset.reads));
        else inSight.delete(target);
      }
      soon();
    },
    { threshold: 0.9 },
  );
  const watch = (root) => {
    for (const text of root.querySelectorAll("[data-reads]")) sight.observe(text);
  };
  watch(document);
  // Cards that come while one looks.
  const coming = new MutationObserver((changes) => {
    for (const node of changes.flatMap((change) => [...change.addedNodes])) if (node instanceof Element) watch(node);
  });
  for (const list of document.querySelectorAll('[data-live="matches"]')) coming.observe(list, { childList: true });
  document.addEventListener("visibilitychange", soon);
}

export function startReceipts(page) {
  startOwn(page);
  startRead(page.hub);
}
