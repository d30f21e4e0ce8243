/* Small manners of things that open: Escape or a click elsewhere closes a <details data-dismiss>
   and gives the focus back; "Not now" in a confirmation closes it; [data-print] prints. */

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const open = event.target.closest?.("details[data-dismiss][open]");
  if (!open) return;
  open.open = false;
  open.querySelector("summary")?.focus();
});

document.addEventListener("click", (event) => {
  for (const open of document.querySelectorAll("details[data-dismiss][open]")) {
    if (!open.contains(event.target) && !open.matches(".confirm")) open.open = false;
  }
  const close = event.target.closest?.("[data-close]");
  const holder = close?.closest("details");
  if (holder) {
    holder.open = false;
    holder.querySelector("summary")?.focus();
  }
  if (event.target.closest?.("[data-print]")) window.print();
});

for (const button of document.querySelectorAll("[data-close], [data-print]")) button.hidden = false;
