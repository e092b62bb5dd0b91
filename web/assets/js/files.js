// Files of messages: what is pasted, dropped or chosen goes with the next one, and a picture opens large. The rest comes when it is needed.

export function start(root, composer) {
  root.dataset.files = "";
  root.addEventListener("click", async (event) => {
    const link = event.target.closest("[data-view]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    (await import("./viewer.js")).view(root, link);
  });
  if (!composer) return;
  const input = composer.elements.attachment;
  const attach = async (files) => (await import("./attach.js")).attach(input, files);
  input.addEventListener("change", () => attach([]));
  composer.addEventListener("paste", ({ clipboardData }) => clipboardData.files.length && attach([...clipboardData.files]));
  for (const type of ["dragover", "drop"]) {
    root.addEventListener(type, (event) => {
      if (!event.dataTransfer.types.includes("Files")) return;
      event.preventDefault();
      if (type === "drop") attach([...event.dataTransfer.files]);
    });
  }
  // Chosen before this part of the script came.
  if (input.files.length) attach([]);
}
