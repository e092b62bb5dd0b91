// The card of what a message links to, where it came or changed while the page was open. The hub reads the linked page beside its
// answer, so it is asked for a moment later, and once more if there is nothing yet.

import { slot } from "./build.js";
import { pieces } from "./links.js";

const AFTER = [1500, 6000];

export async function show(element, { conversation, no }, words) {
  const address = pieces(words).find((piece) => piece.address)?.address ?? "";
  const known = slot(element, "link");
  if (known && known.dataset.address === address) return;
  known?.remove();
  if (!address) return;
  for (const ms of AFTER) {
    await new Promise((resolve) => setTimeout(resolve, ms));
    // It was changed or deleted meanwhile, or has its card.
    if (slot(element, "link") || !slot(element, "body").textContent.includes(address)) return;
    const answer = await fetch(`/messages/${conversation}/${no}/card`).catch(() => null);
    if (!answer?.ok) continue;
    const link = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector(".link-card");
    if (!link) return;
    const card = Object.assign(document.createElement("div"), { className: "message-link" });
    Object.assign(card.dataset, { slot: "link", address });
    card.append(document.importNode(link, true));
    slot(element, "hidden").after(card);
    return;
  }
}
