// Chooses the square of a photo: dragged, moved by arrow keys, or set by three sliders. What is sent with the photo is where its left and
// upper edges are and how long its side is, in parts of the picture. The hub cuts.

import { t } from "./words.js";

const LONGEST = 280; // px of the picture shown here: it fits a phone
const LEAST = 24; // px of the square's side
const STEP = 6; // px by an arrow key

const make = (name, className = "") => Object.assign(document.createElement(name), { className });

export async function choose(input) {
  const { form } = input;
  form.querySelector(".crop")?.remove();
  const say = (left, top, side) => {
    [form.elements.left.value, form.elements.top.value, form.elements.side.value] = [left, top, side];
  };
  say("", "", "");
  const [file] = input.files;
  if (!file) return;
  let picture;
  try {
    picture = await createImageBitmap(file);
  } catch {
    return; // No picture that can be shown here: the hub says what it makes of it.
  }
  if (input.files[0] !== file) return;

  const scale = Math.min(1, LONGEST / Math.max(picture.width, picture.height));
  const [width, height] = [picture.width, picture.height].map((side) => Math.max(1, Math.round(side * scale)));
  const shorter = Math.min(width, height);
  const canvas = Object.assign(make("canvas"), { width, height });
  canvas.getContext("2d").drawImage(picture, 0, 0, width, height);
  picture.close();

  const crop = make("div", "crop");
  const stage = make("div", "crop-stage");
  const square = make("div", "crop-square");
  square.tabIndex = 0;
  square.setAttribute("role", "group");
  square.setAttribute("aria-label", t("crop"));
  stage.append(canvas, square);
  stage.style.width = `${width}px`;
  const slider = (words, change) => {
    const label = make("label");
    const range = Object.assign(make("input"), { type: "range", min: 0, max: 100 });
    range.addEventListener("input", () => change(Number(range.value) / 100));
    label.append(words, range);
    return [label, range];
  };
  let side = shorter;
  let left = (width - side) / 2;
  let top = (height - side) / 2;
  const least = Math.min(LEAST, shorter);
  const [sizes, size] = slider(t("crop-size"), (part) => resize(least + part * (shorter - least)));
  const [across, x] = slider(t("crop-across"), (part) => put(part * (width - side), top));
  const [down, y] = slider(t("crop-down"), (part) => put(left, part * (height - side)));

  function put(toLeft, toTop) {
    left = Math.min(Math.max(toLeft, 0), width - side);
    top = Math.min(Math.max(toTop, 0), height - side);
    Object.assign(square.style, { left: `${left}px`, top: `${top}px`, width: `${side}px`, height: `${side}px` });
    size.value = shorter > least ? ((side - least) / (shorter - least)) * 100 : 100;
    x.value = width > side ? (left / (width - side)) * 100 : 50;
    y.value = height > side ? (top / (height - side)) * 100 : 50;
    x.disabled = width <= side;
    y.disabled = height <= side;
    say(left / width, top / height, side / shorter);
  }

  // Around its middle.
  function resize(to) {
    const by = Math.min(Math.max(to, least), shorter) - side;
    side += by;
    put(left - by / 2, top - by / 2);
  }

  square.addEventListener("keydown", (event) => {
    const moves = { ArrowLeft: [-STEP, 0], ArrowRight: [STEP, 0], ArrowUp: [0, -STEP], ArrowDown: [0, STEP] };
    const move = moves[event.key];
    if (move) put(left + move[0], top + move[1]);
    else if (event.key === "+" || event.key === "=") resize(side + STEP);
    else if (event.key === "-") resize(side - STEP);
    else return;
    event.preventDefault();
  });
  let held;
  square.addEventListener("pointerdown", (event) => {
    held = { x: event.clientX - left, y: event.clientY - top };
    square.setPointerCapture(event.pointerId);
  });
  square.addEventListener("pointermove", (event) => held && put(event.clientX - held.x, event.clientY - held.y));
  for (const end of ["pointerup", "pointercancel"]) square.addEventListener(end, () => (held = undefined));
  stage.addEventListener(
    "wheel",
    (event) => {
      event.preventDefault();
      resize(side - Math.sign(event.deltaY) * STEP);
    },
    { passive: false },
  );

  put(left, top);
  crop.append(stage, sizes, across, down);
  input.closest(".field").after(crop);
}
