// “Show” beside a password. Without a script there is no such button.

for (const button of document.querySelectorAll("[data-show]")) {
  const field = button.previousElementSibling;
  button.hidden = false;
  button.onclick = () => {
    const shown = field.type === "password";
    field.type = shown ? "text" : "password";
    button.setAttribute("aria-pressed", shown);
  };
}
