// Stands between the pages and the network (a service worker, served at /sw.js with `self.collective` before it). Pages come from
// the network, always; only where there is none does the page without a network stand in. Of a member it keeps the latest
// conversations, to be read there: under their number, until they log out.

const { build, shell } = self.collective;
const SHELL = `collective-shell-${build}`;
const TALKS = "collective-talks-";
const OFFLINE = "/offline";
const KEEP_AGAIN_AFTER = 10_000;
const KEPT = 20;

self.addEventListener("install", (event) => {
  const fresh = [OFFLINE, ...shell].map((path) => new Request(path, { credentials: "omit", cache: "no-cache" }));
  event.waitUntil(caches.open(SHELL).then((cache) => cache.addAll(fresh)).then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  const tidy = async () => {
    const old = (await caches.keys()).filter((name) => name.startsWith("collective-shell-") && name !== SHELL);
    await Promise.all(old.map((name) => caches.delete(name)));
    // A page need not wait for this worker to wake.
    await self.registration.navigationPreload?.enable();
    await self.clients.claim();
  };
  event.waitUntil(tidy());
});

async function page(event) {
  try {
    return (await event.preloadResponse) ?? (await fetch(event.request));
  } catch (fault) {
    const kept = await caches.match(OFFLINE, { cacheName: SHELL });
    if (!kept) throw fault;
    return kept;
  }
}

self.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET") return;
  if (request.mode === "navigate") event.respondWith(page(event));
  else if (shell.includes(new URL(request.url).pathname)) {
    event.respondWith(caches.match(request.url, { cacheName: SHELL, ignoreVary: true }).then((kept) => kept ?? fetch(request)));
  }
});

const json = (body) => new Response(JSON.stringify(body), { headers: { "content-type": "application/json" } });

/** What a member may read without a network. Only what has changed is fetched. */
async function keep(member) {
  const name = TALKS + member;
  const others = (await caches.keys()).filter((other) => other.startsWith(TALKS) && other !== name);
  await Promise.all(others.map((other) => caches.delete(other)));
  const was = await caches.open(name).then((cache) => cache.match("/list")).then((kept) => kept?.json());
  const answer = await fetch(`/api/v1/conversations?limit=${KEPT}`);
  // Whoever is out has nothing here any more.
  if (answer.status === 401 || answer.status === 403) await caches.delete(name);
  if (!answer.ok) return;
  const { items } = await answer.json();
  const cache = await caches.open(name);
  const before = new Map((was?.items ?? []).map((talk) => [talk.id, talk.log_no]));
  for (const talk of items) {
    if (before.get(talk.id) === talk.log_no && (await cache.match(`/talk/${talk.id}`))) continue;
    const thread = await fetch(`/api/v1/conversations/${talk.id}`);
    if (!thread.ok) return;
    await cache.put(`/talk/${talk.id}`, thread);
  }
  const here = new Set(items.map((talk) => `/talk/${talk.id}`));
  for (const { url } of await cache.keys()) {
    const { pathname } = new URL(url);
    if (pathname !== "/list" && !here.has(pathname)) await cache.delete(pathname);
  }
  await cache.put("/list", json({ member, at: Date.now(), items }));
}

let keeping = Promise.resolve();
let waits = false;
let last = 0;
self.addEventListener("message", (event) => {
  const { keep: member } = event.data ?? {};
  if (!Number.isInteger(member) || waits) return;
  waits = true;
  keeping = keeping
    .then(() => new Promise((resolve) => setTimeout(resolve, last + KEEP_AGAIN_AFTER - Date.now())))
    .then(() => {
      [waits, last] = [false, Date.now()];
      return keep(member);
    })
    // A network that goes in the middle of it is no fault: it is done when it is back.
    .catch(() => {});
  event.waitUntil(keeping);
});
