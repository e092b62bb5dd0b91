// Settings: a switch is thrown over the line while there is one, and stands alike on all of one's screens. An old address leads to
// where its section stands now.

import { Refused, freshId } from "./socket.js";
import { parts } from "./parts.js";
import { t } from "./words.js";

const moved = document.getElementById(location.hash.slice(1))?.closest(".settings-menu a");
if (moved) location.replace(moved.href + location.hash);

parts.push(startSettings);

function startSettings(page) {
  const { hub } = page;

  function show(name, on) {
    for (const button of document.querySelectorAll(`[data-switch="${name}"] button`)) {
      button.value = on ? "no" : "yes";
      button.setAttribute("aria-checked", on);
      button.querySelector("[data-words]").textContent = on ? t("on") : t("off");
    }
  }

  page.onEvent(({ notices, privacy }) => {
    if (notices?.switched) show(notices.switched.group, notices.switched.on);
    if (!privacy?.changed) return;
    const { first, ...finding } = privacy.changed.privacy;
    for (const [name, on] of Object.entries(finding)) show(name, on);
    for (const radio of document.querySelectorAll('[name="first"]')) radio.checked = radio.defaultChecked = radio.value === first;
  });

  // What is shown of oneself, and read ticks: their parts of the page as they stand now, unless somebody is changing them here.
  async function anew(...ids) {
    const answer = await fetch(location.pathname).catch(() => null);
    if (!answer?.ok) return;
    const now = new DOMParser().parseFromString(await answer.text(), "text/html");
    for (const id of ids) {
      const [ours, theirs] = [document, now].map((page) => page.getElementById(id));
      if (ours && theirs && !ours.contains(document.activeElement)) ours.replaceChildren(...theirs.children);
    }
  }
  page.onEvent(({ presence, messaging }) => {
    if (presence?.shown_changed) anew("presence");
    if (messaging?.receipts_set) anew("messages");
  });

  addEventListener("submit", async (event) => {
    const form = event.target;
    if (!hub.online || event.defaultPrevented || !form.matches("[data-switch]")) return;
    event.preventDefault();
    const { switch: name } = form.dataset;
    const on = form.querySelector("button").value === "yes";
    const { command: field } = form.elements;
    const id = field.value;
    field.value = freshId();
    try {
      const finding = form.elements.what !== undefined;
      await hub.do(finding ? { privacy: { change: { [name]: on } } } : { notices: { switch: { group: name, on } } }, { id });
      show(name, on);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      page.live.toast(error.message);
    }
  });
}
