// What forms do better with a script: no double sending, nothing typed gets lost, suggestions, the browser's own zone.
// Every form works without.

import { startCounters } from "./counter.js";
import { settleLeaving } from "./leaving.js";
import "./menus.js";

settleLeaving(document.body.dataset.me);

const store = {
  get(key) {
    try {
      return sessionStorage.getItem(key);
    } catch {
      return null; // storage can be switched off
    }
  },
  set(key, value) {
    try {
      sessionStorage.setItem(key, value);
    } catch {
      // Full or switched off: then it is kept only as long as the page is.
    }
  },
  drop(key) {
    try {
      sessionStorage.removeItem(key);
    } catch {
      // As above.
    }
  },
};
export { store };

// Double sending.
addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || !form.matches("[data-once]")) return;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "yes";
  event.submitter?.setAttribute("aria-busy", "true");
  // If nothing comes back, the same command may go again: its id makes that safe.
  setTimeout(() => release(form), 8000);
});
addEventListener("pageshow", () => document.querySelectorAll("[data-sent]").forEach(release));

export function release(form) {
  delete form.dataset.sent;
  form.querySelectorAll("[aria-busy]").forEach((b) => b.removeAttribute("aria-busy"));
}

// What was typed stays until the hub has answered.
const kept = (form) => `keep:${form.dataset.keep}`;
const fields = (form) =>
  [...form.elements].filter((f) => f.name && !["hidden", "password", "submit", "button", "file"].includes(f.type));

function remember(form) {
  const typed = {};
  for (const field of fields(form)) {
    if (field.type === "radio") {
      if (field.checked) typed[field.name] = field.value;
    } else if (field.type === "checkbox") typed[field.name] = field.checked;
    else typed[field.name] = field.value;
  }
  store.set(kept(form), JSON.stringify(typed));
}

function untouched(field) {
  if (field.type === "radio" || field.type === "checkbox") return field.checked === field.defaultChecked;
  if (field.tagName === "SELECT") return true;
  return field.value === field.defaultValue;
}

function recall(form) {
  const saved = store.get(kept(form));
  if (!saved) return;
  let typed;
  try {
    typed = JSON.parse(saved);
  } catch {
    return;
  }
  for (const field of fields(form)) {
    const value = typed[field.name];
    if (value === undefined || !untouched(field)) continue;
    if (field.type === "radio") field.checked = field.value === value;
    else if (field.type === "checkbox") field.checked = value;
    else field.value = value;
  }
}

function settle() {
  const sent = store.get("keep-sent");
  if (!sent) return;
  const { key, from } = JSON.parse(sent);
  let came = "";
  try {
    came = new URL(document.referrer).pathname;
  } catch {
    // No referrer.
  }
  // The hub answered that form with this page, unless this is a page that says something went wrong.
  if (came === from && !document.body.classList.contains("is-problem")) store.drop(key);
  store.drop("keep-sent");
}

/** What was typed into these forms before stands in them again; what the hub answered stays as it is. */
export function begin(root) {
  root.querySelectorAll("form[data-keep]").forEach((form) => {
    if (!form.querySelector("[data-problems]")) recall(form);
  });
}

settle();
begin(document);
addEventListener("input", (event) => {
  const form = event.target.form;
  if (form?.dataset.keep) remember(form);
});
addEventListener("submit", (event) => {
  const form = event.target;
  if (!event.defaultPrevented && form.dataset.keep) {
    store.set("keep-sent", JSON.stringify({ key: kept(form), from: location.pathname }));
  }
});
export const forget = (form) => form.dataset.keep && store.drop(kept(form));

startCounters();
if (document.querySelector("[data-suggest]")) import("./suggest.js");

// What has to be mended is read first.
document.querySelector("[data-problems]")?.focus();

// The browser knows the zone.
document.querySelectorAll("[data-timezone]").forEach((f) => (f.value ||= Intl.DateTimeFormat().resolvedOptions().timeZone ?? ""));

// One sentence is sent by Enter.
document.querySelectorAll("[data-enter]").forEach((field) => {
  field.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    field.form.requestSubmit();
  });
});

// Lists with commas between are completed.
if (document.querySelector("[data-complete]")) import("./complete.js");

// A kind of ask has a number of people it usually wants.
document.querySelectorAll("input[data-places]").forEach((radio) => {
  const say = () => {
    const places = radio.form.elements.places;
    if (radio.checked && places) places.placeholder = radio.dataset.places;
  };
  radio.addEventListener("change", say);
  say();
});

// The budget is open where somebody is to be paid, and where something stands in it; without a script it always is.
document.querySelectorAll("details[data-budget]").forEach((budget) => {
  const form = budget.closest("form");
  const said = () => [...budget.querySelectorAll("input")].some((f) => f.value) || budget.querySelector(".field-wrong, :target");
  const fit = () => (budget.open = form.elements.kind.value === "hire" || Boolean(said()));
  form.querySelectorAll('[name="kind"]').forEach((radio) => radio.addEventListener("change", fit));
  fit();
  budget.dataset.settled = "";
});

// A new ask or offer is read while it is written.
if (document.querySelector("[data-share]")) import("./share.js");
const compose = document.querySelector("[data-compose]");
if (compose) {
  const box = compose.closest("form").elements.text;
  let begun = null;
  const start = () => (begun ??= import("./composer.js").then(({ startComposer }) => startComposer(compose)));
  // An empty box waits until somebody turns to it.
  if (box.value) start();
  else compose.closest("form").addEventListener("focusin", start, { once: true });
  // The line of the kind only looks closed until then: whoever presses it first wants it open.
  compose.querySelector("summary").addEventListener("click", (event) => {
    if ("ready" in compose.dataset) return;
    event.preventDefault();
    start().then(() => (compose.open = true), () => (compose.dataset.ready = ""));
  });
}
// The name of one's page is said while one signs up.
if (document.querySelector("[data-username]")) import("./signup.js");
// What somebody needs is answered while they type it.
if (document.querySelector("[data-need]")) import("./landing.js");
// What a card's button leads to opens at the right. A click that is quicker than that part of the script waits for it.
const tray = () => import("./tray.js");
const TRAY_WITHIN = 3000; // ms: who has waited for so long is led to the page instead
if (document.querySelector("[data-tray]")) tray().catch(() => {});
addEventListener("click", (event) => {
  const link = event.target.closest?.("a[data-tray]");
  if (!link || event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  event.preventDefault();
  const late = new Promise((_, give) => setTimeout(give, TRAY_WITHIN));
  Promise.race([tray(), late]).then(({ open }) => open(link)).catch(() => location.assign(link.href));
});
// Filters are used the moment they are changed.
const filters = document.querySelector("[data-filters]");
for (const news of filters ? ["change", "popstate"] : []) {
  // Where that part does not come, the browser does it.
  const plainly = () => (news === "popstate" ? location.reload() : filters.submit());
  addEventListener(news, (event) => {
    if (news === "change" && event.target.form !== filters) return;
    import("./filters.js").then(({ use }) => use(filters, event), plainly);
  });
}
