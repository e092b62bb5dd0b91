// Times to meet in an open conversation: what stands there now, as the hub writes it. Loaded when the first of them happens.

let asked = 0;

/** Puts it in the place of what stood there. What is being typed stays. */
export async function showTimes(conversation) {
  const there = document.querySelector(`[data-times="${conversation}"]`);
  if (!there) return;
  const mine = (asked += 1);
  const answer = await fetch(`/messages/${conversation}/times?part=yes`).catch(() => null);
  if (!answer?.ok) return;
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("[data-times]");
  if (!fresh || mine !== asked) return;
  for (const name of ["now", "offer"]) {
    const part = there.querySelector(`[data-slot="${name}"]`);
    if (name === "offer" && part.querySelector("[open]")) continue;
    const field = part.contains(document.activeElement) ? document.activeElement : null;
    const action = field?.form?.getAttribute("action");
    part.replaceChildren(...[...fresh.querySelector(`[data-slot="${name}"]`).childNodes].map((node) => document.importNode(node, true)));
    const again = action && field.name ? part.querySelector(`form[action="${action}"] input[name="${field.name}"]`) : null;
    if (!again) continue;
    again.value = field.value;
    for (const fold of again.closest(".times-card").querySelectorAll("details")) fold.open = true;
    again.focus();
  }
}
