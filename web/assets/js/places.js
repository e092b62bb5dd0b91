// “I've got this”: how many places of an ask are free, which of them one holds, and that one is writing.

import { clone, link, say, slot, t, zone } from "./build.js";
import { freshId } from "./ids.js";

const RENEW_EVERY = 60_000; // at most; the hub writes it down no more often

/** What `hub::claims::rules` says of them, in the same words. */
export function placesWords({ places, accepted, held }) {
  const left = leftOf({ places, accepted, held });
  if (left >= places) return "";
  if (left === 0 && places === 1) return t("place-held-now");
  if (left === 0) return held > 0 ? t("places-all-held") : t("places-all-taken");
  return held > 0 ? t("places-left-now", { n: left }) : t("places-left", { n: left });
}

export function writingWords(names, { places, held }) {
  if (!names.length) return "";
  const [who, also, ...rest] = names;
  const put = { who, also, more: rest.length };
  const write = names.length === 1 ? t("writes", put) : rest.length === 0 ? t("write-two", put) : t("write-many", put);
  return `${write} · ${places === 1 ? t("place-held") : t("places-held", { held, places })}`;
}

const leftOf = ({ places, accepted, held }) => Math.max(0, places - accepted - held);
const clock = (at) => new Date(at).toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit", timeZone: zone });
const mineOf = (places) => places.mine ?? null;

/** Where a form stands that begins with an ask: the line above it, and the buttons that fit. */
export function showPlaces(element, ask, places, name) {
  const mine = mineOf(places);
  const left = leftOf(places);
  element.dataset.hold = ask;
  if (mine === null) delete element.dataset.held;
  else element.dataset.held = mine;
  const words = placesWords(places);
  say(element, "places-line", words);
  slot(element, "places-line").hidden = mine !== null || words === "";
  const own = slot(element, "hold-mine");
  own.hidden = mine === null;
  if (mine !== null) say(own, "hold-until", clock(mine));
  if (name) say(own, "hold-name", name.split(/\s+/)[0]);
  const hint = slot(element, "hold-hint");
  if (hint) hint.hidden = mine !== null || left === 0;
  const all = slot(element, "full-hint");
  if (all) all.hidden = mine !== null || left > 0;
  for (const form of element.querySelectorAll("[data-claim]")) {
    form.setAttribute("action", `/asks/${ask}/claim${{ take: "", let_go: "/release", tell_when_free: "/tell" }[form.dataset.claim]}`);
    const had = form.contains(document.activeElement);
    form.hidden = { take: mine !== null || left === 0, let_go: mine === null, tell_when_free: mine !== null || left > 0 }[form.dataset.claim];
    // The button that was pressed is gone: the focus goes where one writes on.
    if (had && form.hidden) element.querySelector("[data-renews] textarea, summary, a")?.focus({ preventScroll: true });
  }
}

/** Into the field that one writes in, behind what stands there. */
function write(within) {
  const field = within.querySelector("[data-renews] textarea");
  field?.focus({ preventScroll: true });
  field?.setSelectionRange(1e9, 1e9);
}

export function startPlaces(page, { wish, toast, settleList }) {
  const { hub } = page;
  const all = (selector) => document.querySelectorAll(selector);

  /** All that shows an ask's places: cards and forms, what one holds, who is writing to whoever asked. */
  function takePlaces(now) {
    for (const element of all(`[data-hold="${now.ask}"]`)) showPlaces(element, now.ask, now.places, now.owner.name);
    for (const at of all(`[data-ask="${now.ask}"] [data-ask-held]`)) {
      at.textContent = t("held", { n: now.places.held });
      at.hidden = now.places.held === 0;
    }
    for (const line of all(`[data-writing="${now.ask}"]`)) {
      const words = writingWords(now.writing.map((who) => who.name), now.places);
      line.hidden = words === "";
      say(line, "writing", words);
    }
    if (mineOf(now.places) === null) dropHolding(now.ask);
    else showHolding(now);
  }

  function showHolding(now) {
    for (const list of all('[data-live="holds"]')) {
      let row = list.querySelector(`[data-holding="${now.ask}"]`);
      if (!row) {
        row = clone("t-holding");
        row.classList.add("is-arriving");
        list.append(row);
      }
      row.dataset.holding = now.ask;
      link(row, "title", now.title, now.path);
      say(row, "until", clock(mineOf(now.places)));
      say(row, "owner", now.owner.name);
      slot(row, "write").setAttribute("href", `${now.path}#answer`);
      row.querySelector("[data-claim]").setAttribute("action", `/asks/${now.ask}/claim/release`);
      settleList(list);
    }
  }

  function dropHolding(ask) {
    for (const row of all(`[data-holding="${ask}"]`)) {
      const list = row.parentElement;
      row.remove();
      settleList(list);
    }
  }

  // The button that opens a form is gone once it is open.
  addEventListener("click", ({ target }) => {
    const begin = target.closest?.(".begin:not([open])");
    if (begin) setTimeout(write, 0, begin);
  });

  page.onEvent((event, view) => {
    if (view.places) takePlaces(view.places);
    const ended = event.claims?.ended;
    if (!ended || ended.by !== page.me || view.places) return;
    // Nothing is left to see of the ask.
    dropHolding(ended.ask);
    for (const element of all(`[data-hold="${ended.ask}"][data-held]`)) {
      delete element.dataset.held;
      for (const gone of element.querySelectorAll('[data-slot="places-line"], [data-slot="hold-mine"], [data-claim]')) gone.hidden = true;
    }
  });

  addEventListener("submit", (event) => {
    const form = event.target;
    if (!hub.online || event.defaultPrevented || !form.matches("[data-claim]")) return;
    event.preventDefault();
    const around = form.closest("[data-hold], [data-holding]");
    const ask = Number(around.dataset.hold ?? around.dataset.holding);
    wish(form, { claims: { [form.dataset.claim]: { ask } } }, () => {
      // Pressed again later, it is another wish.
      form.elements.command.value = freshId();
      delete form.dataset.sent;
      if (form.dataset.claim === "take") {
        const begin = around.querySelector(".begin");
        if (begin) begin.open = true;
        write(around);
      } else if (form.dataset.claim === "tell_when_free") {
        form.hidden = true;
        toast(t("told-once"));
      }
    });
  });

  // Writing renews. What was said a moment ago is not said again; the hub knows how long it holds.
  const saidAt = new Map();
  addEventListener("input", (event) => {
    const form = event.target.form;
    const around = form?.matches("[data-renews]") ? form.closest("[data-hold][data-held]") : null;
    if (!around || !hub.online) return;
    const ask = Number(around.dataset.hold);
    const left = Number(around.dataset.held) - Date.now();
    const every = Math.min(RENEW_EVERY, Math.max(500, left / 10));
    if (Date.now() - (saidAt.get(ask) ?? -Infinity) < every) return;
    saidAt.set(ask, Date.now());
    hub.do({ claims: { renew: { ask } } }, { latest: `renew-${ask}` }).catch(() => {});
  });
}
