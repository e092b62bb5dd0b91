// The box on the landing page answers while one types: the same answer that the button brings, put in below it. Without a
// script the button brings it.

const ASK_AFTER = 250;
const LEAST = 3;

export function startNeed(form) {
  const field = form.elements.need;
  const place = document.querySelector("[data-found]");
  const said = document.querySelector("[data-found-said]");
  let timer = 0;
  let asking = null;
  let answered = field.defaultValue.trim(); // what stands below already

  const address = (need) => `/?${new URLSearchParams({ need })}`;

  function show(need, html) {
    answered = need;
    place.innerHTML = html;
    document.body.classList.toggle("is-asked", Boolean(need));
    const line = place.querySelector(".found-line")?.firstChild?.textContent.trim() ?? "";
    if (said.textContent !== line) said.textContent = line;
    // The way back, and a page that is loaded anew, find the same answer.
    history.replaceState(history.state, "", need ? address(need) : "/");
  }

  async function ask() {
    const need = field.value.trim();
    if (need === answered) return;
    asking?.abort();
    if (need.length < LEAST) {
      if (!need) show("", "");
      return;
    }
    const now = (asking = new AbortController());
    try {
      const answer = await fetch(`${address(need)}&only=found`, { headers: { accept: "text/html" }, signal: now.signal });
      if (answer.ok && !answer.redirected) show(need, await answer.text());
    } catch {
      // Typed on, or offline: the button asks once more.
    }
  }

  // What the button would bring stands here already: the view goes there, and whoever listens hears how many.
  form.addEventListener("submit", (event) => {
    if (!place.firstElementChild || field.value.trim() !== answered) return;
    event.preventDefault();
    // Taller than the window: by itself the focus would bring its middle into view.
    place.firstElementChild.focus({ preventScroll: true });
    place.firstElementChild.scrollIntoView();
  });
  field.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, ASK_AFTER);
  });
  // Somebody may have typed before this part of the script came.
  if (field.value.trim() !== answered) timer = setTimeout(ask, ASK_AFTER);
}

document.querySelectorAll("[data-need]").forEach(startNeed);
