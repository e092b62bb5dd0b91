// Menus open and close without a script. With one they go by arrow keys too, and close when one looks elsewhere.

const openMenus = () => document.querySelectorAll("details.menu[open]");

addEventListener("click", (event) => {
  for (const menu of openMenus()) if (!menu.contains(event.target)) menu.open = false;
});

addEventListener("focusout", ({ target, relatedTarget }) => {
  const menu = target.closest?.("details.menu[open]");
  // Without a next one the window itself lost the focus, or something that takes none was pressed.
  if (menu && relatedTarget && !menu.contains(relatedTarget)) menu.open = false;
});

addEventListener("keydown", (event) => {
  if (event.key === "Escape") {
    const [menu] = openMenus();
    if (!menu) return;
    menu.open = false;
    menu.querySelector("summary").focus();
    return;
  }
  const menu = event.target.closest?.("details.menu");
  if (!menu || event.altKey || event.ctrlKey || event.metaKey) return;
  const items = [...menu.querySelectorAll(".menu-list a, .menu-list button")];
  const at = items.indexOf(document.activeElement);
  const down = at + 1;
  const up = at < 0 ? items.length - 1 : at - 1;
  const to = { ArrowDown: down, ArrowUp: up, ...(at >= 0 && { Home: 0, End: items.length - 1 }) }[event.key];
  if (to === undefined) return;
  event.preventDefault();
  menu.open = true;
  items[(to + items.length) % items.length].focus();
});
