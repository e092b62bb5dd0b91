// How a page reaches its switchboard: the first of three ways that this browser has.
//
//   worker   a SharedWorker holds the line for all pages
//   leader   one page holds it, chosen by a Web Lock; the others reach it over a BroadcastChannel
//   alone    this page has a line of its own
//
// Each takes (who, on) and gives {way, post(message), close()}, or null where the browser can't. `on.hear(message)` hears the
// switchboard, `on.attach()` is called whenever there may be one that does not know this page yet, `on.failed()` when this
// way leads nowhere after all.

const whose = (who) => `${who.member}.${who.epoch}`;
const build = new URL(".", import.meta.url).pathname;

async function switchboard(who, onOver) {
  const [{ Switchboard }, { openStore }] = await Promise.all([import("./hub.js"), import("./store.js")]);
  return new Switchboard({ member: who.member, epoch: who.epoch, url: who.url, store: await openStore(who.member), onOver });
}

/** What is told to a page in the same page comes as from elsewhere: later, and as a copy. */
const later = (f) => (message) => queueMicrotask(() => f(structuredClone(message)));

export function byWorker(who, on) {
  if (!globalThis.SharedWorker) return null;
  const worker = new SharedWorker(new URL("./hub-worker.js", import.meta.url), { type: "module", name: whose(who) });
  worker.onerror = () => on.failed();
  worker.port.onmessage = ({ data }) => on.hear(data);
  on.attach();
  return {
    way: "worker",
    post: (message) => worker.port.postMessage(message),
    close: () => worker.port.close(),
  };
}

export function byLeader(who, on) {
  if (!globalThis.BroadcastChannel || !globalThis.navigator?.locks) return null;
  const name = `collective-hub-${whose(who)}-${build}`;
  const channel = new BroadcastChannel(name);
  const ports = new Map(); // of other pages, while this one leads
  let own = null;
  let leads = null;
  let step = () => {};
  let closed = false;

  const portOf = (page) => {
    if (!ports.has(page)) ports.set(page, { post: (message) => channel.postMessage({ to: page, message }) });
    return ports.get(page);
  };
  function gone(page) {
    leads?.leave(ports.get(page));
    ports.delete(page);
  }
  channel.onmessage = ({ data: { to, from, message } }) => {
    if (to === who.page) on.hear(message);
    else if (to === "all") on.attach();
    else if (to === "leader" && leads) {
      if (message.type === "bye") return gone(from);
      if (message.type === "attach" && message.lock) navigator.locks.request(message.lock, () => gone(from));
      leads.hear(portOf(from), message);
    }
  };

  async function lead(steal) {
    const until = new Promise((resolve) => (step = resolve));
    let over = false;
    try {
      await navigator.locks.request(name, steal ? { steal } : {}, async () => {
        if (closed) return;
        leads = await switchboard(who, () => step((over = true)));
        own = { post: later(on.hear) };
        channel.postMessage({ to: "all" });
        on.attach();
        await until;
      });
    } catch {
      // Another page has taken the lock: this one did not answer.
    }
    leads?.end();
    leads = own = null;
    ports.clear();
    // Whose line is over stays so; whose lock was taken waits for its turn again.
    if (!closed && !over) lead(false);
  }
  lead(false);
  on.attach();
  return {
    way: "leader",
    post: (message) => (leads ? leads.hear(own, structuredClone(message)) : channel.postMessage({ to: "leader", from: who.page, message })),
    /** The page that leads does not answer: it sleeps in the background. This one takes over. */
    takeOver: () => lead(true),
    close() {
      closed = true;
      step();
      channel.close();
    },
  };
}

export function alone(who, on) {
  const port = { post: later(on.hear) };
  const hub = switchboard(who, () => {});
  hub.then(() => on.attach());
  return {
    way: "alone",
    post: (message) => hub.then((switchboard) => switchboard.hear(port, structuredClone(message))),
    close: () => hub.then((switchboard) => switchboard.end()),
  };
}
