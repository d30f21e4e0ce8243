/* The frame over a photo: dragged, or moved by arrows and sized by plus and minus. It fills in the three figures of
   the form, and follows them where they are typed; without this script the figures alone do the same. */

const crop = document.querySelector("[data-crop]");
const picture = crop.querySelector("img");
const part = crop.querySelector(".crop-part");
const ratio = Number(crop.dataset.ratio);
const fields = ["left", "top", "width"].map((name) => document.getElementById(`id_${name}`));
const LEAST = 5;

/** Height in per cent of the picture's height for a width in per cent of its width. */
const heightOf = (width) => (width * ratio * picture.width) / picture.height;
const widest = () => Math.min(100, (100 * picture.height) / (picture.width * ratio));
const within = (value, most) => Math.min(Math.max(value, 0), Math.max(most, 0));
const read = () => fields.map((field) => Number(field.value) || 0);
const down = (value) => Math.floor(value * 10) / 10;

function show() {
  const [left, top, width] = read();
  Object.assign(part.style, {
    left: `${left}%`, top: `${top}%`, width: `${width}%`, height: `${heightOf(width)}%`,
  });
}

function put(left, top, width) {
  const wide = down(Math.min(Math.max(width, LEAST), widest()));
  const values = [down(within(left, 100 - wide)), down(within(top, 100 - heightOf(wide))), wide];
  fields.forEach((field, place) => { field.value = values[place]; });
  fields[0].form.dispatchEvent(new Event("input", { bubbles: true }));
  show();
}

part.addEventListener("keydown", (event) => {
  const [left, top, width] = read();
  const step = event.shiftKey ? 5 : 1;
  const moves = {
    ArrowLeft: [left - step, top, width], ArrowRight: [left + step, top, width],
    ArrowUp: [left, top - step, width], ArrowDown: [left, top + step, width],
    "+": [left - 1, top - heightOf(2) / 2, width + 2], "=": [left - 1, top - heightOf(2) / 2, width + 2],
    "-": [left + 1, top + heightOf(2) / 2, width - 2],
  };
  if (!moves[event.key]) return;
  event.preventDefault();
  put(...moves[event.key]);
});

part.addEventListener("pointerdown", (event) => {
  const [left, top, width] = read();
  const sizes = event.target.matches(".crop-corner");
  const from = { x: event.clientX, y: event.clientY };
  event.preventDefault();
  part.focus();
  part.setPointerCapture(event.pointerId);
  const move = (now) => {
    const x = (100 * (now.clientX - from.x)) / picture.clientWidth;
    const y = (100 * (now.clientY - from.y)) / picture.clientHeight;
    if (sizes) put(left, top, width + x);
    else put(left + x, top + y, width);
  };
  part.addEventListener("pointermove", move);
  for (const end of ["pointerup", "pointercancel"]) {
    part.addEventListener(end, () => part.removeEventListener("pointermove", move), { once: true });
  }
});

for (const field of fields) field.addEventListener("change", show);
part.hidden = false;
document.querySelector("[data-crop-help]").hidden = false;
show();
