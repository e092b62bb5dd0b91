// The worker that holds the one line of a member in this browser, for all pages of one build: its address carries the
// build, its name the member and the store's epoch, so that none of them is ever served by another's. It ends when its
// last page has gone, and when its line is over.

import { Switchboard } from "./hub.js";
import { openStore } from "./store.js";

const LINGERS = 3000; // from one page to the next the line stays

const [member, epoch] = self.name.split(".").map(Number);
const address = new URL("/ws", location.href);
address.protocol = address.protocol.replace("http", "ws");

let ending = 0;
let switchboard = null;

const started = openStore(member).then((store) => {
  switchboard = new Switchboard({ member, epoch, url: address.href, store, onOver: () => setTimeout(end) });
});

function end() {
  switchboard.end();
  self.close();
}

function gone(port) {
  switchboard.leave(port);
  clearTimeout(ending);
  if (!switchboard.pages) ending = setTimeout(end, LINGERS);
}

self.onconnect = ({ ports: [ear] }) => {
  const port = { post: (message) => ear.postMessage(message) };
  ear.onmessage = async ({ data: message }) => {
    await started;
    if (message.type === "bye") return gone(port);
    if (message.type === "attach") {
      clearTimeout(ending);
      // A page that falls over says no goodbye; the lock that it holds while it lives does.
      if (message.lock) navigator.locks?.request(message.lock, () => gone(port));
    }
    switchboard.hear(port, message);
  };
};

self.addEventListener("online", () => switchboard?.plugged(true));
self.addEventListener("offline", () => switchboard?.plugged(false));
