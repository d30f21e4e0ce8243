/* Keys for those who work through long queues. Everything here can also be reached by Tab and Enter.
   j, k: next and previous row · / : search · ? : help · g then a letter: a page of the navigation.
   A button or link with [data-press] is pressed by that key (s, n, u and arrows in the queue of pairs).
   The help dialog switches the single keys off (WCAG 2.1.4); the choice stays in this browser. */

const OFF = "pulang.keys.off";
const PAUSE = 1500;

const dialog = document.getElementById("keyboard-help");
const toggle = document.getElementById("keyboard-toggle");
let waitsForPage = 0;

function isOff() {
  try {
    return localStorage.getItem(OFF) === "1";
  } catch {
    return false;
  }
}

function setOff(off) {
  try {
    localStorage.setItem(OFF, off ? "1" : "0");
  } catch {
    /* a browser without storage forgets the choice; the keys still work */
  }
}

function isTyping(target) {
  return target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName);
}

function moveRow(by) {
  const rows = [...document.querySelectorAll("[data-row]")];
  if (!rows.length) return;
  const here = rows.findIndex((row) => row.contains(document.activeElement));
  const next = here < 0 ? (by > 0 ? 0 : rows.length - 1) : here + by;
  const row = rows[Math.min(Math.max(next, 0), rows.length - 1)];
  const link = row.querySelector("[data-row-link], a[href], button");
  if (!link) return;
  link.focus({ preventScroll: true });
  row.scrollIntoView({ block: "nearest" });
}

function openPage(letter) {
  const link = document.querySelector(`a[data-key="${CSS.escape(letter)}"]`);
  if (link) link.click();
}

function focusSearch() {
  const field = [...document.querySelectorAll("[data-search]")].find((one) => one.offsetParent);
  if (field) return field.focus();
  const fallback = document.querySelector("a[data-search-page]");
  if (fallback) fallback.click();
}

const keys = {
  j: () => moveRow(1),
  k: () => moveRow(-1),
  "/": focusSearch,
  "?": () => dialog && dialog.showModal(),
  g: () => { waitsForPage = Date.now(); },
};

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (isTyping(event.target) || document.querySelector("dialog[open]") || isOff()) return;
  if (waitsForPage && Date.now() - waitsForPage < PAUSE) {
    waitsForPage = 0;
    openPage(event.key);
    return;
  }
  if (Object.hasOwn(keys, event.key)) {
    event.preventDefault();
    keys[event.key]();
    return;
  }
  const pressed = document.querySelector(`[data-press="${CSS.escape(event.key)}"]`);
  if (pressed && !event.repeat) {
    event.preventDefault();
    pressed.click();
  }
});

for (const opener of document.querySelectorAll("[data-open-dialog]")) {
  opener.hidden = false;
  opener.addEventListener("click", () => {
    document.getElementById(opener.dataset.openDialog)?.showModal();
  });
}

if (toggle) {
  toggle.checked = !isOff();
  toggle.addEventListener("change", () => setOff(!toggle.checked));
}
