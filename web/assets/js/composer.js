// While somebody writes an ask or an offer in one box: what kind it is, what it is about, what it says of money, how many would hear
// of it and how the card looks, as the hub reads it; and a draft of it is kept, to go on with on any device. Whatever they chose or
// typed themselves stays as it is. Without a script the hub guesses when it is posted.

import { forget, release } from "./forms.js";
import { t } from "./words.js";

const READ_AFTER = 700;
const KEEP_AFTER = 2000; // when the typing rests; and at the latest
const KEEP_WITHIN = 6000;
// A text at its longest.
const LONGEST = 20_300;
const EXCERPT = 140;
const LONGEST_TITLE = 200;
// A file of so many bytes is up before anybody asks how far it is.
const SMALL = 200_000;

const headers = { "content-type": "application/json", accept: "application/json" };

export function startComposer(details) {
  const form = details.closest("form");
  const offer = details.dataset.compose === "offer";
  const line = details.querySelector("[data-slot=guess]");
  const named = form.querySelector("[data-named-tools]");
  const hear = form.querySelector("[data-slot=hear]");
  const { text: box, tools, category, currency, pricing } = form.elements;
  const radios = [...form.querySelectorAll("input[name=kind]")];
  // Their own choice, also one that was kept from before.
  let chosen = radios.some((radio) => radio.checked && radio.value);
  // What was put into a field here, so that it is told from what was typed.
  const put = new Map();
  let timer = 0;
  let asking = null;

  const words = (radio) => radio.closest("label").textContent.trim();
  const say = (text) => line.textContent !== text && (line.textContent = text);
  // What stood there from the beginning was typed as well, on the page before.
  const mine = (field) => field.value === (put.get(field) ?? "");
  const tell = (field, type, detail) => field.dispatchEvent(new CustomEvent(type, { bubbles: true, detail }));

  function tick(value) {
    const radio = radios.find((one) => one.value === value);
    if (!radio || radio.checked) return;
    radio.checked = true;
    tell(radio, "change", "guess");
  }

  function fill(name, value) {
    const field = form.elements[name];
    if (!field || field === document.activeElement) return;
    if (field.tagName === "SELECT") {
      // A choice of the form's own counts as untouched until somebody changes it.
      if (value && !field.dataset.touched) field.value = value;
    } else if (mine(field) && field.value !== value) {
      field.value = value;
      put.set(field, value);
      if (hear) soon(); // whom it brings is counted anew, with the money
    }
  }

  const amount = (cents) => (cents === null || cents === undefined ? "" : cents % 100 ? (cents / 100).toFixed(2) : String(cents / 100));

  function show(reading) {
    if (!chosen) {
      tick(reading.sure ? reading.kind : "");
      say(reading.sure ? t("looks-like", { kind: reading.words }) : t("choose"));
    }
    if (offer) {
      fill("price", amount(reading.price || null));
      if (!pricing.dataset.touched) pricing.value = reading.pricing ?? "free";
    } else {
      fill("budget_min", amount(reading.budget_min));
      fill("budget_max", amount(reading.budget_max));
      const budget = form.querySelector("[data-budget]");
      if (reading.budget_min !== null || reading.budget_max !== null) budget.open = true;
    }
    if (reading.budget_max !== null || reading.budget_min !== null || reading.price !== null) fill("currency", reading.currency);
    showChips(reading);
    showHearers(reading.would_hear);
    fit();
    preview();
  }

  function showHearers(n) {
    if (!hear) return;
    hear.hidden = n === null;
    const nobody = offer ? t("would-ask-nobody") : t("would-hear-nobody");
    const words = n === 0 ? nobody : t("would-hear", { n });
    if (n !== null && hear.textContent !== words) hear.textContent = words;
  }

  // What was chosen beside the words.
  const cents = (field) => {
    const typed = Number(field.value.replace(",", "."));
    return field.value.trim() && Number.isFinite(typed) ? Math.round(typed * 100) : null;
  };
  const split = (field) => field.value.split(",").map((one) => one.trim()).filter(Boolean);
  function rest() {
    if (!hear) return {};
    const { tags, budget_min, budget_max, price, also_in, external_url } = form.elements;
    const kind = chosen && form.elements.kind.value ? { kind: form.elements.kind.value } : {};
    const money = offer
      ? { pricing: pricing.value, price: cents(price), external_url: external_url.value }
      : { budget_min: cents(budget_min), budget_max: cents(budget_max), also_in: also_in.value };
    return { hear: true, category: category.value, tags: split(tags), tools: split(tools), currency: currency.value, ...kind, ...money };
  }

  const has = (name) => split(tools).some((one) => one.toLowerCase() === name.toLowerCase());

  function chip(name, isTaken, press) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "chip chip-pick";
    button.textContent = name;
    const shown = () => button.setAttribute("aria-pressed", String(isTaken()));
    button.addEventListener("click", () => {
      press(isTaken());
      for (const other of named.children) other.shown();
    });
    button.shown = shown;
    shown();
    return button;
  }

  // To take or to drop: which problem it is about, and the tools it names.
  function showChips({ tools: found, categories }) {
    const at = [...named.children].indexOf(document.activeElement);
    const problem = ({ slug, name }) => chip(name, () => category.value === slug, (is) => {
      category.value = is ? "" : slug;
      tell(category, "change");
    });
    const tool = ({ name }) => chip(name, () => has(name), (is) => {
      const others = split(tools).filter((one) => one.toLowerCase() !== name.toLowerCase());
      tools.value = (is ? others : [...others, name]).join(", ");
      tell(tools, "input");
    });
    named.replaceChildren(...categories.map(problem), ...found.map(tool));
    named.hidden = named.children.length === 0;
    named.children[at]?.focus();
  }

  // What only some kinds have stands there when it makes sense, or when something is in it.
  function fit() {
    const kind = form.elements.kind.value;
    for (const part of form.querySelectorAll("[data-for]")) {
      const field = part.querySelector("[name]");
      part.toggleAttribute("data-shown", part.dataset.for.split(" ").includes(kind) || Boolean(field.value) || field.matches("[aria-invalid]"));
    }
    const priced = pricing && !["free", "custom"].includes(pricing.value);
    for (const part of form.querySelectorAll("[data-priced]")) part.toggleAttribute("data-shown", priced || Boolean(part.querySelector("[aria-invalid]")));
  }

  /** Title and details, as `composing::split` of the hub makes them: what is too long for a title is read on in the details. */
  function titled(text) {
    const end = text.search(/\n|$/);
    if (end <= LONGEST_TITLE) return [text.slice(0, end), text.slice(end)];
    const sentence = [...text.slice(0, LONGEST_TITLE + 1).matchAll(/[.!?](?=\s)/g)].at(-1);
    return sentence ? [text.slice(0, sentence.index + 1), text.slice(sentence.index + 1)] : [`${text.slice(0, LONGEST_TITLE - 1).trimEnd()}…`, text];
  }

  // The card itself, with what is typed so far.
  const card = form.querySelector("[data-preview]");
  function preview() {
    if (!card) return;
    const typed = box.value.trim();
    card.hidden = !typed;
    const [title, details] = titled(typed);
    const one = (selector) => card.querySelector(selector);
    one("h3 a").textContent = title;
    const plain = details.replace(/[*_#\x60>]|\[([^\]]*)\]\([^)]*\)/g, "$1").replace(/\s+/g, " ").trim();
    one(".post-text").textContent = plain.length > EXCERPT ? `${plain.slice(0, EXCERPT).trimEnd()}…` : plain;
    const badge = radios.find((radio) => radio.checked)?.dataset.badge;
    const label = one(".post-head .chip");
    label.hidden = !badge;
    if (badge) label.textContent = badge;
    const money = (cents) => new Intl.NumberFormat("en", { style: "currency", currency: currency.value, maximumFractionDigits: cents % 100 ? 2 : 0 }).format(cents / 100);
    let price = "";
    if (offer) {
      const sum = cents(form.elements.price);
      const once = sum ? money(sum) : "";
      price = { free: t("free"), custom: t("contact"), hourly: once && t("per-hour", { price: once }), monthly: once && t("per-month", { price: once }) }[pricing.value] ?? once;
      one(".post-price").textContent = price;
    } else {
      const [least, most] = [cents(form.elements.budget_min), cents(form.elements.budget_max)];
      price = least && most ? t("budget-range", { least: money(least), most: money(most) }) : most ? t("budget-most", { most: money(most) }) : least ? t("budget-least", { least: money(least) }) : "";
    }
    let chips = one(".preview-chips");
    if (!chips) {
      chips = document.createElement("p");
      chips.className = "chips preview-chips";
      one(".post-text").after(chips);
    }
    chips.replaceChildren(...[...(offer || !price ? [] : [price]), ...split(tools)].map((name, n) => {
      const made = document.createElement("span");
      made.className = n === 0 && name === price ? "chip chip-price" : "chip";
      made.textContent = name;
      return made;
    }));
  }

  async function read() {
    const text = box.value.slice(0, LONGEST);
    asking?.abort();
    if (!text.trim()) {
      if (!chosen) {
        tick("");
        say(t("what-is-it"));
      }
      showChips({ tools: [], categories: [] });
      showHearers(null);
      return;
    }
    const now = (asking = new AbortController());
    try {
      const answer = await fetch("/api/v1/compose", { method: "POST", headers, body: JSON.stringify({ text, offer, ...rest() }), signal: now.signal });
      if (answer.ok) show(await answer.json());
    } catch {
      // Typed on, or offline: it is read anew, or by the hub when it is posted.
    }
  }

  const soon = () => {
    clearTimeout(timer);
    timer = setTimeout(read, READ_AFTER);
  };
  box.addEventListener("input", soon);
  form.addEventListener("input", preview);
  if (hear) {
    // Whatever else is chosen may bring more people, or fewer.
    form.addEventListener("change", (event) => event.detail !== "guess" && event.target !== box && soon());
    tools.addEventListener("input", soon);
  }
  for (const field of [currency, pricing].filter(Boolean)) {
    field.addEventListener("change", () => (field.dataset.touched = "yes"));
    // Chosen before this was here.
    if ([...field.options].some((option) => option.defaultSelected !== option.selected)) field.dataset.touched = "yes";
  }
  // An offer that costs something already goes on doing so.
  if (pricing && pricing.value !== "free") pricing.dataset.touched = "yes";
  form.addEventListener("change", (event) => {
    fit();
    preview();
    if (event.target.name !== "kind" || event.detail === "guess") return;
    chosen = Boolean(event.target.value);
    if (chosen) say(words(event.target));
    else soon();
  });

  // Where it stands on the screen already.
  const focused = details.contains(document.activeElement) ? document.activeElement : null;
  form.querySelector(".compose-first").after(details);
  focused?.focus({ preventScroll: true }); // what is moved loses it
  const led = form.querySelector("#f-kind:target"); // to this field
  if (!led && !form.querySelector(".field-wrong [name=kind]")) details.open = false;
  details.dataset.ready = "";
  if (chosen) say(words(radios.find((radio) => radio.checked)));
  fit();
  preview();
  if (led) radios.find((radio) => radio.checked)?.focus();
  if (box.value) read();
  if (form.elements.draft) keepDrafts(form, box, offer ? "offer" : "ask");

  // Who turns to the other form takes along what they wrote.
  document.querySelector("[data-carry]")?.addEventListener("click", (event) => {
    if (box.value.trim()) event.currentTarget.href += `?title=${encodeURIComponent(box.value.slice(0, 1500))}`;
  });
}

// What is typed is kept on the hub, so that it goes on on any device.
function keepDrafts(form, box, kind) {
  const { draft, draft_seen: seen } = form.elements;
  const line = form.querySelector("[data-slot=kept]");
  const address = `/api/v1/drafts/${draft.value}`;
  let [kept, since, timer, going, over] = [seen.value ? typed() : "", 0, 0, false, false];

  function typed() {
    const fields = new URLSearchParams([...new FormData(form)].filter(([, value]) => typeof value === "string"));
    for (const own of ["csrf", "command", "draft", "draft_seen", "next"]) fields.delete(own);
    for (const [name, value] of [...fields]) if (!value) fields.delete(name);
    return fields.toString();
  }

  async function keep(leaving) {
    clearTimeout(timer);
    since = 0;
    const now = typed();
    if (over || going || now === kept || !box.value.trim()) return;
    going = true;
    const body = JSON.stringify({ kind, form: now, seen: seen.value ? Number(seen.value) : null });
    const answer = await fetch(address, { method: "PUT", headers, body, keepalive: leaving && body.length < 60_000 }).catch(() => null);
    going = false;
    if (answer?.ok) {
      kept = now;
      seen.value = (await answer.json()).kept_at;
      // This very tab needs no copy of its own any more.
      forget(form);
      if (!location.search.includes("draft=")) history.replaceState(history.state, "", `${location.pathname}?draft=${draft.value}`);
      line.hidden = false;
      line.textContent = t("draft-kept");
      if (typed() !== kept) later();
    } else if (answer?.status === 409) await meanwhile(now);
    else if (answer?.status === 404) over = true;
  }

  // Somebody was faster: this member, on another device. Or it was this page, and its answer got lost.
  async function meanwhile(now) {
    const answer = await fetch(address, { headers }).catch(() => null);
    if (!answer?.ok) {
      const words = (await answer?.json().catch(() => null))?.detail;
      if (words) [line.hidden, line.textContent] = [false, words];
      return;
    }
    const theirs = await answer.json();
    if (theirs.form === now) return void ([kept, seen.value] = [now, theirs.kept_at]);
    over = true;
    const shown = document.querySelector("[data-elsewhere]").content.cloneNode(true).firstElementChild;
    shown.querySelector("[data-slot=theirs]").textContent = new URLSearchParams(theirs.form).get("text") ?? "";
    const take = shown.querySelector("[data-slot=take]");
    take.href = `${location.pathname}?draft=${draft.value}`;
    take.addEventListener("click", () => forget(form));
    shown.querySelector("[data-slot=mine]").addEventListener("click", () => {
      shown.remove();
      [over, seen.value] = [false, theirs.kept_at];
      box.focus();
      keep();
    });
    form.before(shown);
  }

  function later() {
    since ||= Date.now();
    clearTimeout(timer);
    timer = setTimeout(keep, Math.max(0, Math.min(KEEP_AFTER, since + KEEP_WITHIN - Date.now())));
  }
  form.addEventListener("input", later);
  form.addEventListener("change", (event) => event.detail !== "guess" && later());
  // What was typed before this was here.
  if (box.value !== box.defaultValue) later();
  // What is posted is no draft any more; if it comes back to be mended, this is another page.
  form.addEventListener("submit", (event) => {
    over = true;
    const files = [...form.querySelectorAll("input[type=file]")].flatMap((input) => [...input.files]);
    if (!files.some((file) => file.size > SMALL)) return;
    // It is seen how far they are.
    event.preventDefault();
    if (form.dataset.going) return;
    form.dataset.going = "yes";
    import("./uploads.js")
      .then(({ sendForm }) => sendForm(form, event.submitter))
      .then((went) => {
        if (went) return;
        delete form.dataset.going;
        over = false;
        release(form);
      })
      // That part did not come: it goes as any form does, without being seen on its way.
      .catch(() => {
        const { submitter } = event;
        if (submitter?.name) form.append(Object.assign(document.createElement("input"), { type: "hidden", name: submitter.name, value: submitter.value }));
        form.submit();
      });
  });
  addEventListener("pageshow", () => (over = false));
  addEventListener("visibilitychange", () => document.visibilityState === "hidden" && keep(true));
  addEventListener("pagehide", () => keep(true));
}
