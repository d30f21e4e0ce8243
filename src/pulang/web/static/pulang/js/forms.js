/* Forms: one effect for a double click, the first error gets the focus, unsaved words are not lost
   without a question. The server guards all of this again; without scripts the forms work the same. */

for (const form of document.querySelectorAll("form[method=post]:not([data-repeatable])")) {
  form.addEventListener("submit", (event) => {
    if (form.dataset.sent) {
      event.preventDefault();
      return;
    }
    form.dataset.sent = "1";
    delete form.dataset.changed;
    event.submitter?.setAttribute("aria-busy", "true");
  });
}

/* Back from the next page: the browser shows the old page with its marks; they no longer hold. */
window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) {
    delete form.dataset.sent;
    for (const button of form.querySelectorAll("[aria-busy]")) button.removeAttribute("aria-busy");
  }
});

/* A link of the error summary may point at a group of fields: its first control is what is meant. */
for (const link of document.querySelectorAll("[data-error-link]")) {
  link.addEventListener("click", (event) => {
    const target = document.getElementById(link.hash.slice(1));
    const control = target?.matches("fieldset, div")
      ? target.querySelector("input:not([type=hidden]), select, textarea")
      : target;
    if (!control) return;
    event.preventDefault();
    control.scrollIntoView({ block: "center" });
    control.focus();
  });
}

document.querySelector("[data-error-summary]")?.focus();

const guarded = document.querySelectorAll("form[data-warn-unsaved]");
for (const form of guarded) {
  form.addEventListener("input", () => { form.dataset.changed = "1"; });
}
if (guarded.length) {
  window.addEventListener("beforeunload", (event) => {
    if (document.querySelector("form[data-changed]")) event.preventDefault();
  });
}
