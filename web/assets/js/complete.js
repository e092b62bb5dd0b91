// Lists with commas between: suggestions for the last word, to click.
document.querySelectorAll("[data-complete]").forEach((around) => {
  const input = around.querySelector("input");
  const known = [...document.querySelectorAll(`#known-${around.dataset.complete} option`)].map((o) => o.value);
  const row = document.createElement("div");
  row.className = "suggestions";
  input.after(row);
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
  input.addEventListener("input", show);
});
