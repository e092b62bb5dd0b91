// The three first steps on home tick themselves off: whenever something of one's own was posted or said, on whichever page of this
// browser or other device, the hub is asked how they stand.

import { parts } from "./parts.js";

parts.push(startSteps);

function startSteps(page) {
  const section = document.querySelector(".first-steps");
  if (!section) return;
  let asking = 0;

  async function look() {
    const answer = await fetch("/home").catch(() => null);
    if (!answer?.ok) return;
    const now = new DOMParser().parseFromString(await answer.text(), "text/html");
    const steps = now.querySelector(".first-steps");
    // All three are done: the page that is loaded next has none of them. Here they stay, ticked.
    if (!steps) return section.querySelectorAll("li").forEach((step) => done(step, section.dataset.done));
    const [ours, theirs] = [section, steps].map((all) => [...all.querySelectorAll("li")]);
    theirs.forEach((step, at) => step.matches(".is-done") && done(ours[at], steps.querySelector("[data-count]").textContent));
  }

  function done(step, count) {
    if (step.matches(".is-done")) return;
    const had = step.contains(document.activeElement);
    step.classList.add("is-done");
    const head = step.querySelector("h3");
    head.append(Object.assign(document.createElement("span"), { className: "vh", textContent: section.dataset.said }));
    while (head.nextElementSibling) head.nextElementSibling.remove();
    section.querySelector("[data-count]").textContent = count;
    if (!had) return;
    head.tabIndex = -1;
    head.focus();
  }

  const soon = () => {
    clearTimeout(asking);
    asking = setTimeout(look, 200);
  };
  page.onEvent(({ asks, offers }) => (asks || offers) && soon());
  page.onStored(soon);
}
