// The square of a photo is chosen as soon as there is a photo. Without a script it is the middle.
for (const input of document.querySelectorAll("[data-crop]")) {
  input.addEventListener("change", async () => (await import("./crop.js")).choose(input));
}
