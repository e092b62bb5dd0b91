// A signed-in page: forms, the client, and whatever of the page is live.

import "./forms.js";
import { Hub } from "./socket.js";
import { startLeaving } from "./leaving.js";
import { startLive } from "./live.js";
import { parts } from "./parts.js";
import { startPresence } from "./presence.js";
import { t } from "./words.js";

// A blink is no news: what is over before this is not said.
const OFFLINE_AFTER = 1000;
const CATCHING_UP_AFTER = 400;

const { me, epoch, inbox } = document.body.dataset;
const listeners = { event: [], whisper: [], online: [], status: [], outbox: [], stored: [], counts: [], roomClosed: [] };
const tell = (what) => (...news) => listeners[what].forEach((f) => f(...news));
const line = document.querySelector("[data-line]");

function say(words, address) {
  if (!address && line.textContent === words) return; // heard already
  line.replaceChildren(words);
  if (address) {
    const a = document.createElement("a");
    a.href = address.href;
    a.textContent = address.words;
    line.append(" ", a);
  }
}

/** What is the case while no line stands. */
function offline() {
  const { letters, durable } = page.hub;
  const n = letters.filter((letter) => letter.state !== "refused").length;
  if (n) say(durable ? t("offline-sends", { n }) : t("offline-sends-here", { n }));
  else say(durable ? t("offline") : t("offline-here"));
  // Who is here can't be told from here.
  for (const dot of document.querySelectorAll("[data-here]:not([hidden])")) tell("whisper")({ what: "unsure", user: Number(dot.dataset.here) });
}

let saying = 0;
const on = {
  event: tell("event"),
  whisper: tell("whisper"),
  stored: tell("stored"),
  counts: tell("counts"),
  roomClosed: tell("roomClosed"),
  outbox(letters) {
    tell("outbox")(letters);
    if (line.textContent && page.hub?.status === "offline") offline();
  },
  status(status, about) {
    document.body.dataset.socket = status;
    clearTimeout(saying);
    const anew = { href: location.href, words: t("load-it") };
    const soon = (f, ms) => (saying = setTimeout(f, line.textContent ? 0 : ms));
    if (status === "online") say("");
    else if (status === "catching up") soon(() => say(t("catching-up")), CATCHING_UP_AFTER);
    else if (status === "offline") soon(offline, OFFLINE_AFTER);
    else if (status === "over" && about?.code === 4100) say(t("logged-out"), { href: "/login", words: t("log-in") });
    else if (status === "over") say({ 4101: t("suspended"), 4103: t("too-many") }[about?.code] ?? t("not-live"), anew);
    tell("status")(status);
    if (status === "online") tell("online")();
  },
  reload() {
    const busy = [...document.querySelectorAll("textarea, input")].some((f) => f.type !== "hidden" && f.value !== f.defaultValue);
    if (busy) say(t("much"), { href: location.href, words: t("load-page") });
    else location.reload();
  },
};

const address = new URL("/ws", location.href);
address.protocol = address.protocol.replace("http", "ws");

const page = {
  me: Number(me),
  hub: null,
  onEvent: (f) => listeners.event.push(f),
  onWhisper: (f) => listeners.whisper.push(f),
  onOnline: (f) => listeners.online.push(f),
  onStatus: (f) => listeners.status.push(f),
  onOutbox: (f) => listeners.outbox.push(f),
  onStored: (f) => listeners.stored.push(f),
  onCounts: (f) => listeners.counts.push(f),
  onRoomClosed: (f) => listeners.roomClosed.push(f),
};
const cursor = epoch ? { epoch: Number(epoch), inbox: Number(inbox) } : null;
page.hub = new Hub({ member: page.me, url: address.href, cursor }, on);
page.live = startLive(page);
startPresence(page);
if (document.querySelector('[data-receipt], [data-reads], [data-live="matches"]')) import("./receipts.js").then(({ startReceipts }) => startReceipts(page));
for (const start of parts) start(page);
startLeaving(page);

// Without a network the latest conversations can be read (worker.js). Where there is no such worker, they can't.
const worker = navigator.serviceWorker;
worker?.register("/sw.js").catch(() => {});
let keeping = 0;
const keep = (ms) => (keeping ||= setTimeout(async () => {
  keeping = 0;
  (await worker?.ready)?.active.postMessage({ keep: page.me });
}, ms));
page.onOnline(() => keep(500));
page.onEvent(() => keep(10_000));

// Files on their way up. Storage may be switched off: nothing comes after this.
if (localStorage[`collective-${me}-files`]) import("./uploads.js").then(({ resume }) => resume(page));
