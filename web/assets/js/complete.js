// Lists with commas between: suggestions for the last word, to click, or to go through with the arrow keys from the field and back.
import { t } from "./words.js";

document.querySelectorAll("[data-complete]").forEach((around) => {
  const input = around.querySelector("input");
  const known = [...document.querySelectorAll(`#known-${around.dataset.complete} option`)].map((o) => o.value);
  const row = document.createElement("div");
  row.className = "suggestions";
  const count = Object.assign(document.createElement("p"), { className: "vh" });
  count.setAttribute("role", "status");
  input.after(row, count);
  const parts = () => input.value.split(",").map((p) => p.trim());
  const show = () => {
    const all = parts();
    const last = all.at(-1).toLowerCase();
    const fits = last ? known.filter((k) => k.toLowerCase().includes(last) && !all.includes(k)).slice(0, 8) : [];
    row.replaceChildren(
      ...fits.map((name) => {
        const button = document.createElement("button");
        button.type = "button";
        button.className = "chip";
        button.textContent = name;
        button.addEventListener("click", () => {
          input.value = [...parts().slice(0, -1), name].join(", ") + ", ";
          input.dispatchEvent(new Event("input", { bubbles: true }));
          input.focus();
        });
        return button;
      }),
    );
  };
  input.addEventListener("input", () => {
    show();
    count.textContent = row.children.length ? t("suggestions", { n: row.children.length }) : "";
  });
  // Somebody may have typed before this part of the script came.
  if (document.activeElement === input && input.value !== input.defaultValue) show();
  around.addEventListener("keydown", (event) => {
    const all = [input, ...row.children];
    const at = all.indexOf(document.activeElement);
    const by = { ArrowDown: 1, ArrowUp: -1, ...(at > 0 && { ArrowRight: 1, ArrowLeft: -1, Escape: -at }) }[event.key];
    if (by === undefined || at < 0 || all.length === 1) return;
    event.preventDefault();
    all[(at + by + all.length) % all.length].focus();
  });
});
