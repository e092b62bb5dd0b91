// The square of a photo is chosen as soon as there is a photo, and it is seen how far a large one is on its way. Without a script it is
// the middle, sent as any form is.

import { release } from "./forms.js";

const SMALL = 200_000; // bytes: up before a bar is read

for (const input of document.querySelectorAll("[data-crop]")) {
  input.addEventListener("change", async () => (await import("./crop.js")).choose(input));
  const { form } = input;
  form.addEventListener("submit", async (event) => {
    if (!(input.files[0]?.size > SMALL)) return;
    event.preventDefault();
    if (form.dataset.going) return;
    form.dataset.going = "yes";
    if (await (await import("./uploads.js")).sendForm(form, event.submitter)) return;
    delete form.dataset.going;
    release(form);
  });
}
