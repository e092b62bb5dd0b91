// The page without a network: what this browser keeps of the latest conversations, to be read; and the page itself again as soon as
// the hub answers.

import { t, time } from "./build.js";

const LOOK_EVERY = 5000;
const TALKS = "collective-talks-";

const one = (selector) => document.querySelector(selector);
one("[data-again]").href = location.href;

async function look() {
  const answer = await fetch("/healthz", { cache: "no-store" }).catch(() => null);
  if (answer?.ok) location.reload();
}
// Opened by its own address there is nothing to wait for.
if (location.pathname !== "/offline") {
  setInterval(look, LOOK_EVERY);
  addEventListener("online", look);
}

function words(tag, text, name = "") {
  const element = document.createElement(tag);
  element.textContent = text;
  if (name) element.className = name;
  return element;
}

async function kept() {
  const name = (await caches.keys()).find((one) => one.startsWith(TALKS));
  if (!name) return;
  const cache = await caches.open(name);
  const read = async (path) => (await cache.match(path))?.json();
  const list = await read("/list");
  if (!list?.items.length) return;
  for (const when of document.querySelectorAll("[data-when]")) when.replaceChildren(time(list.at));
  const id = Number(/^\/messages\/(\d+)$/.exec(location.pathname)?.[1]);
  const thread = id ? await read(`/talk/${id}`) : null;
  if (thread) {
    const { other } = thread.conversation;
    one("#open-head").textContent = other.name;
    one("[data-messages]").replaceChildren(
      ...thread.messages.map((message) => {
        const row = document.createElement("li");
        const mine = message.by === list.member;
        row.className = mine ? "is-mine" : "";
        const gone = message.deleted_at ? t("deleted") : message.hidden ? t("hidden") : message.body;
        const when = words("span", "", "muted small");
        when.append(words("strong", mine ? t("you") : other.name), " ", time(message.sent_at));
        row.append(when, words("p", gone));
        return row;
      }),
    );
    one("[data-open]").hidden = false;
    return;
  }
  one("[data-list]").replaceChildren(
    ...list.items.map((talk) => {
      const row = document.createElement("li");
      const link = words("a", "", "glass card kept-talk");
      link.href = `/messages/${talk.id}`;
      link.append(words("strong", talk.other.name), words("span", talk.last?.body ?? "", "muted small"));
      row.append(link);
      return row;
    }),
  );
  one("[data-kept]").hidden = false;
}

if ("caches" in globalThis) await kept();
