// What might be meant, under the search box, while somebody types. Arrow keys, Enter and Escape as in any list of choices; the form
// works without it.

import { t } from "./words.js";

const WAIT = 120; // ms without a key before anything is asked
const SAID = { category: t("kind-category"), tag: t("kind-tag"), tool: t("kind-tool"), person: t("kind-person"), ask: t("kind-ask"), offer: t("kind-offer") };

for (const input of document.querySelectorAll("[data-suggest]")) start(input);

function start(input) {
  const list = document.createElement("ul");
  list.id = `${input.id}-suggestions`;
  list.className = "suggest glass";
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", t("may-mean"));
  list.hidden = true;
  input.parentElement.append(list);
  const count = document.createElement("p");
  count.className = "vh";
  count.setAttribute("role", "status");
  input.parentElement.append(count);
  Object.entries({ role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": list.id }).forEach(([name, value]) => input.setAttribute(name, value));

  let timer = 0;
  let asked = null; // the request that is on its way
  let at = -1;

  const options = () => [...list.children];
  const close = () => {
    clearTimeout(timer);
    asked?.abort();
    list.hidden = true;
    at = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  };
  const choose = (index) => {
    const all = options();
    at = ((index % all.length) + all.length) % all.length;
    all.forEach((option, n) => option.setAttribute("aria-selected", String(n === at)));
    input.setAttribute("aria-activedescendant", all[at].id);
    all[at].scrollIntoView({ block: "nearest" });
  };
  const show = (items) => {
    list.replaceChildren(
      ...items.map((item, n) => {
        const option = document.createElement("li");
        option.id = `${list.id}-${n}`;
        option.setAttribute("role", "option");
        option.setAttribute("aria-selected", "false");
        const link = document.createElement("a");
        // Only paths of this hub. A filter is used on the tab where one is.
        link.href = /^\/(?![/\\])/.test(item.path) ? item.path.replace(/^\/discover(?=\?)/, new URL(input.form.action).pathname) : "#";
        link.tabIndex = -1;
        link.textContent = item.words;
        if (item.kind === "tag") link.lang = "en"; // as the hub has them
        const kind = document.createElement("span");
        kind.className = "muted small";
        kind.textContent = SAID[item.kind] ?? "";
        option.append(link, kind);
        return option;
      }),
    );
    at = -1;
    input.removeAttribute("aria-activedescendant");
    list.hidden = items.length === 0;
    input.setAttribute("aria-expanded", String(items.length > 0));
    count.textContent = items.length ? t("suggestions", { n: items.length }) : "";
  };
  const ask = async () => {
    asked?.abort();
    const words = input.value.trim();
    if (words.length < 2) return close();
    const mine = (asked = new AbortController());
    try {
      const answer = await fetch(`/api/v1/discover/suggestions?q=${encodeURIComponent(words.slice(0, 200))}`, { headers: { accept: "application/json" }, signal: mine.signal });
      if (answer.ok && asked === mine && document.activeElement === input) show((await answer.json()).items);
    } catch {
      // Without suggestions one searches all the same.
    }
  };

  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, WAIT);
  });
  input.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !list.hidden) {
      event.preventDefault();
      close();
    } else if ((event.key === "ArrowDown" || event.key === "ArrowUp") && !list.hidden) {
      event.preventDefault();
      // Whoever walks through the list has done with typing: no late answer takes it from under them.
      clearTimeout(timer);
      asked?.abort();
      choose(event.key === "ArrowDown" ? at + 1 : at < 0 ? -1 : at - 1);
    } else if (event.key === "Enter" && at >= 0 && !list.hidden) {
      event.preventDefault();
      location.assign(options()[at].querySelector("a").href);
    }
  });
  // The list goes when the focus does; pressing an option must not take the focus first.
  list.addEventListener("pointerdown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => {
    const option = event.target.closest("[role=option]");
    if (option && !event.target.closest("a")) location.assign(option.querySelector("a").href);
  });
  input.addEventListener("blur", close);
  // Somebody may have typed before this part of the script came.
  if (document.activeElement === input && input.value !== input.defaultValue) timer = setTimeout(ask, WAIT);
}
