// Handing on a link: copied, or given to an app of the device. Without a script the address stands there to be taken by hand.

import { t } from "./words.js";

const COPIED_FOR = 3000;

for (const menu of document.querySelectorAll("[data-share]")) {
  const { share: url, title } = menu.dataset;
  const copy = menu.querySelector("[data-copy]");
  const words = copy.querySelector("[data-words]");
  const said = words.textContent;
  const address = menu.querySelector("input");
  address.addEventListener("focus", () => address.select());
  copy.hidden = !navigator.clipboard;
  copy.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(url);
      words.textContent = t("copied");
    } catch {
      address.focus();
      words.textContent = t("take-above");
    }
    setTimeout(() => (words.textContent = said), COPIED_FOR);
  });
  const hand = menu.querySelector("[data-hand]");
  hand.hidden = !navigator.share;
  // Whoever closes the device's own list has changed their mind, which is no fault.
  hand.addEventListener("click", () => navigator.share({ title, url }).catch(() => {}));
}
