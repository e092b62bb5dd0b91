// A signed-in page: forms, the socket, and whatever of the page is live.

import "./forms.js";
import { Hub } from "./socket.js";
import { startLive } from "./live.js";
import { startThread } from "./thread.js";

const { me, epoch, inbox } = document.body.dataset;
const listeners = { event: [], whisper: [], online: [] };
const line = document.querySelector("[data-line]");

function say(words, address) {
  line.replaceChildren(words);
  if (address) {
    const a = document.createElement("a");
    a.href = address.href;
    a.textContent = address.words;
    line.append(" ", a);
  }
  line.hidden = !words;
}

let troubled = 0;
const on = {
  event: (...event) => listeners.event.forEach((f) => f(...event)),
  whisper: (whisper) => listeners.whisper.forEach((f) => f(whisper)),
  status(status, about) {
    document.body.dataset.socket = status;
    clearTimeout(troubled);
    if (status === "online") {
      say("");
      listeners.online.forEach((f) => f());
    } else if (status === "catching up") say("Catching up…");
    else if (status === "over" && about.code === 4100) say("You are logged out.", { href: "/login", words: "Log in" });
    else if (status === "over" && about.code === 4102) say("This page is no longer live.", { href: location.href, words: "Load it anew" });
    else if (status === "over") say(`${about.words || "This page is no longer live"}.`, { href: location.href, words: "Load it anew" });
    // A blink is no news.
    else troubled = setTimeout(() => say("Offline. What you send goes out as soon as we are back."), 1500);
  },
  reload() {
    const busy = [...document.querySelectorAll("textarea, input")].some((f) => f.type !== "hidden" && f.value !== f.defaultValue);
    if (busy) say("A lot has happened.", { href: location.href, words: "Load the page anew" });
    else location.reload();
  },
};

const address = new URL("/ws", location.href);
address.protocol = address.protocol.replace("http", "ws");
const cursor = epoch ? { epoch: Number(epoch), inbox: Number(inbox) } : { epoch: null, inbox: 0 };

const page = {
  me: Number(me),
  hub: null,
  onEvent: (f) => listeners.event.push(f),
  onWhisper: (f) => listeners.whisper.push(f),
  onOnline: (f) => listeners.online.push(f),
};
page.hub = new Hub(address.href, cursor, on);
page.live = startLive(page);
startThread(page);
