// The tray at the right: what the button of a card leads to, without leaving the page. It shows the part of that page that asks for
// something, fetched as it stands, with its form. What the hub answers the form with is shown here again, or gone to.

import { begin, forget, release } from "./forms.js";
import { t } from "./words.js";

let tray = null; // the one that is open
let opener = null; // what opened it: the focus goes back there

const page = (path) => new URL(path, location.href);

async function load(address, options = {}) {
  const response = await fetch(address, { ...options, headers: { accept: "text/html" } });
  const parsed = new DOMParser().parseFromString(await response.text(), "text/html");
  return { response, parsed };
}

/** Ids of the tray are its own: the page below may have the same form. */
function setApart(root) {
  const own = new Set([...root.querySelectorAll("[id]")].map((element) => element.id));
  const name = (id) => (own.has(id) ? `tray-${id}` : id);
  for (const element of root.querySelectorAll("*")) {
    if (element.id) element.id = name(element.id);
    for (const attribute of ["for", "aria-labelledby", "aria-describedby"]) {
      const ids = element.getAttribute(attribute);
      if (ids) element.setAttribute(attribute, ids.split(/\s+/).map(name).join(" "));
    }
    const href = element.getAttribute("href");
    if (href?.startsWith("#")) element.setAttribute("href", `#${name(href.slice(1))}`);
  }
}

/** Shows what a page asks for; false where it asks for nothing. */
function show({ parsed }) {
  const title = parsed.querySelector("[data-tray-title]");
  const parts = [...parsed.querySelectorAll("[data-tray-part]")];
  if (!title || !parts.some((part) => part.querySelector("form, a.btn"))) return false;
  tray.querySelector("#tray-title").textContent = title.textContent;
  const body = tray.querySelector('[data-slot="body"]');
  // What was just done is said on top of it, as on the page.
  const said = parsed.querySelector("main > .alert");
  body.replaceChildren(...(said ? [said] : []), ...parts);
  setApart(body);
  begin(body);
  const problems = body.querySelector("[data-problems]");
  const field = matchMedia("(pointer: fine)").matches ? body.querySelector("textarea, input:not([type=hidden])") : null;
  (problems ?? field ?? tray.querySelector("#tray-title")).focus();
  field?.setSelectionRange?.(field.value.length, field.value.length);
  return true;
}

function close() {
  const [gone, back] = [tray, opener];
  if (!gone) return;
  tray = opener = null;
  if (gone.open) gone.close();
  back?.focus({ preventScroll: true });
  Promise.allSettled(gone.getAnimations().map((animation) => animation.finished)).then(() => gone.remove());
}

/** Shows what a link leads to; where that asks for nothing, goes there. */
export async function open(link) {
  close();
  const mine = document.getElementById("t-tray").content.firstElementChild.cloneNode(true);
  tray = mine;
  opener = link;
  mine.addEventListener("close", () => tray === mine && close());
  mine.addEventListener("click", (event) => {
    // A click on the dialog itself is one beside it: what it holds fills it.
    if (event.target === mine || event.target.closest("[data-close]")) close();
  });
  document.body.append(mine);
  mine.showModal();
  mine.querySelector("#tray-title").focus();
  try {
    const answer = await load(page(link.href));
    if (tray !== mine) return;
    if (show(answer)) return;
  } catch {
    // No network: the browser says so in its own words.
  }
  if (tray === mine) location.assign(link.href);
}

function say(words) {
  let line = tray.querySelector("[data-tray-said]");
  if (!line) {
    line = document.createElement("p");
    line.className = "alert alert-error";
    line.dataset.traySaid = "";
    line.setAttribute("role", "alert");
    tray.querySelector('[data-slot="body"]').prepend(line);
  }
  line.textContent = words;
}

/** Where it goes on: an answer that was led to does not say to which part of a conversation. */
function onward(url, parsed) {
  const part = url.includes("times=") ? parsed.querySelector("#times") : [...parsed.querySelectorAll('[id^="now-"]')].pop();
  return part ? `${url.split("#")[0]}#${part.id}` : url;
}

addEventListener("submit", async (event) => {
  const { target: form, submitter } = event;
  if (event.defaultPrevented || !tray?.contains(form) || form.method !== "post") return;
  event.preventDefault();
  const mine = tray;
  submitter?.setAttribute("aria-busy", "true");
  let answer;
  try {
    answer = await load(form.action, { method: "POST", body: new URLSearchParams(new FormData(form, submitter)) });
  } catch {
    release(form);
    if (tray === mine) say(t("not-through"));
    return;
  }
  const { redirected, url, ok } = answer.response;
  if (redirected && ok) forget(form);
  if (tray !== mine) return;
  if (show(answer)) return;
  // It is done, and goes on elsewhere; or what is to be said needs a page of its own, which the same form brings.
  if (redirected) location.assign(onward(url, answer.parsed));
  else form.submit();
});
