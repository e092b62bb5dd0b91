// While somebody writes an ask or an offer: what kind it is, which tools it names, and what it says of money, as the hub
// reads it. Whatever they chose or typed themselves stays as it is. Without a script the hub guesses when it is posted.

const READ_AFTER = 700;
// A title and a text at their longest.
const LONGEST = 20_300;

export function startComposer(details) {
  const form = details.closest("form");
  const offer = details.dataset.compose === "offer";
  const line = details.querySelector("[data-slot=guess]");
  const named = form.querySelector("[data-named-tools]");
  const hear = form.querySelector("[data-slot=hear]");
  const { title, description, tools, currency } = form.elements;
  const radios = [...form.querySelectorAll("input[name=kind]")];
  // Their own choice, also one that was kept from before.
  let chosen = radios.some((radio) => radio.checked && radio.value);
  // What was put into a field here, so that it is told from what was typed.
  const put = new Map();
  let timer = 0;
  let asking = null;

  const words = (radio) => radio.closest("label").textContent.trim();
  const say = (text) => line.textContent !== text && (line.textContent = text);
  const mine = (field) => field.value === (put.get(field) ?? field.defaultValue ?? "");

  function tick(value) {
    const radio = radios.find((one) => one.value === value);
    if (!radio || radio.checked) return;
    radio.checked = true;
    radio.dispatchEvent(new CustomEvent("change", { bubbles: true, detail: "guess" }));
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
      say(reading.sure ? `Looks like: ${reading.words}` : "What is it? Choose, or leave it to us");
    }
    if (offer) {
      fill("price", amount(reading.price || null));
      if (!form.elements.pricing.dataset.touched) form.elements.pricing.value = reading.pricing ?? "free";
    } else {
      fill("budget_min", amount(reading.budget_min));
      fill("budget_max", amount(reading.budget_max));
      const budget = form.querySelector("[data-budget]");
      if (budget && (reading.budget_min !== null || reading.budget_max !== null)) budget.open = true;
    }
    if (reading.budget_max !== null || reading.budget_min !== null || reading.price !== null) fill("currency", reading.currency);
    showTools(reading.tools);
    showHearers(reading.would_hear);
  }

  function showHearers(n) {
    if (!hear) return;
    hear.hidden = n === null;
    const words = n === 0 ? "Nobody fits yet. Post it, and we keep looking." : `${n === 1 ? "1 person" : `${n} people`} would hear of it at once.`;
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
    const { category, tags, budget_min, budget_max, also_in } = form.elements;
    const kind = chosen && form.elements.kind.value ? { kind: form.elements.kind.value } : {};
    const money = { budget_min: cents(budget_min), budget_max: cents(budget_max), currency: currency.value };
    return { hear: true, category: category.value, tags: split(tags), tools: split(tools), also_in: also_in.value, ...kind, ...money };
  }

  const list = () => tools.value.split(",").map((one) => one.trim()).filter(Boolean);
  const has = (name) => list().some((one) => one.toLowerCase() === name.toLowerCase());

  function showTools(found) {
    const at = [...named.children].indexOf(document.activeElement);
    named.replaceChildren(
      ...found.map((tool) => {
        const button = document.createElement("button");
        button.type = "button";
        button.className = "chip chip-pick";
        button.textContent = tool.name;
        button.setAttribute("aria-pressed", String(has(tool.name)));
        button.addEventListener("click", () => {
          const rest = list().filter((one) => one.toLowerCase() !== tool.name.toLowerCase());
          const is = has(tool.name);
          tools.value = (is ? rest : [...rest, tool.name]).join(", ");
          tools.dispatchEvent(new Event("input", { bubbles: true }));
          button.setAttribute("aria-pressed", String(!is));
        });
        return button;
      }),
    );
    named.hidden = found.length === 0;
    named.children[at]?.focus();
  }

  async function read() {
    const text = `${title.value.replaceAll("\n", " ")}\n${description.value}`.slice(0, LONGEST);
    asking?.abort();
    if (!text.trim()) {
      if (!chosen) {
        tick("");
        say("What is it?");
      }
      showTools([]);
      showHearers(null);
      return;
    }
    const now = (asking = new AbortController());
    try {
      const answer = await fetch("/api/v1/compose", {
        method: "POST",
        headers: { "content-type": "application/json", accept: "application/json" },
        body: JSON.stringify({ text, offer, ...rest() }),
        signal: now.signal,
      });
      if (answer.ok) show(await answer.json());
    } catch {
      // Typed on, or offline: it is read anew, or by the hub when it is posted.
    }
  }

  const soon = () => {
    clearTimeout(timer);
    timer = setTimeout(read, READ_AFTER);
  };
  for (const field of [title, description]) field.addEventListener("input", soon);
  if (hear) {
    // Whatever else is chosen may bring more people, or fewer.
    form.addEventListener("change", (event) => event.detail !== "guess" && ![title, description].includes(event.target) && soon());
    tools.addEventListener("input", soon);
  }
  for (const field of [currency, form.elements.pricing].filter(Boolean)) {
    field.addEventListener("change", () => (field.dataset.touched = "yes"));
  }
  form.addEventListener("change", (event) => {
    if (event.target.name !== "kind" || event.detail === "guess") return;
    chosen = Boolean(event.target.value);
    if (chosen) say(words(event.target));
    else soon();
  });

  if (!form.querySelector(".field-wrong [name=kind]")) details.open = false;
  details.dataset.ready = "";
  if (chosen) say(words(radios.find((radio) => radio.checked)));
  if (title.value || description.value) read();
}

document.querySelectorAll("[data-compose]").forEach(startComposer);
