// The filters of a search page: what fits stands there the moment one is changed, the address says so, and Back takes it back. The
// form works without it, by its button.

import { t } from "./words.js";

const results = () => document.querySelector("[data-results]");
let asked = null; // the request that is on its way

/** The address of what the form says. */
function said(form) {
  const address = new URL(form.action);
  address.search = new URLSearchParams([...new FormData(form)].filter(([, value]) => value));
  return address;
}

export function use(form, event) {
  const { target } = event;
  if (event.type === "change" && (target.form !== form || !target.matches("select, [type=checkbox]"))) return;
  const address = said(form);
  if (event.type === "change") history.pushState(null, "", address);
  // A step within the page, to the content: it shows what the form says.
  else if (address.search === location.search) return;
  show(form, location.href);
}

async function show(form, address) {
  asked?.abort();
  const mine = (asked = new AbortController());
  const line = document.querySelector("[data-found]");
  line.textContent = "";
  results().setAttribute("aria-busy", "true");
  try {
    const answer = await fetch(address, { headers: { accept: "text/html" }, signal: mine.signal });
    if (!answer.ok) throw new Error(`answered ${answer.status}`);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (asked !== mine) return;
    // Live cards are begun with their page.
    if (page.querySelector("[data-results] [data-live]")) return location.reload();
    settle(form, page.querySelector("[data-filters]"));
    const ticked = [...document.querySelectorAll("[name=with]:checked")].map((box) => box.value);
    const fresh = page.querySelector("[data-results]");
    results().replaceWith(fresh);
    for (const box of fresh.querySelectorAll("[name=with]")) box.checked = ticked.includes(box.value);
    document.title = page.title;
    line.textContent = fresh.querySelector("[data-count], .empty h2")?.textContent ?? t("all-shown");
  } catch (error) {
    // The address says already what is wanted: the browser shows it, or why it can't.
    if (error.name !== "AbortError") location.reload();
  }
}

/** The form as the hub shows it: what is chosen, and how many each choice would leave. The focus stays where it is. */
function settle(form, fresh) {
  for (const field of fresh.querySelectorAll("[name]")) {
    const here = form.elements.namedItem(field.name);
    if (!here) continue;
    if (field.matches("select")) {
      const { value } = field;
      here.replaceChildren(...field.children);
      here.value = value;
    } else if (field.type === "checkbox") {
      here.checked = field.checked;
      here.nextElementSibling.textContent = field.nextElementSibling.textContent;
    } else if (here !== document.activeElement) here.value = field.value;
  }
  form.querySelector("[data-clear]").replaceChildren(...fresh.querySelector("[data-clear]").childNodes);
}
