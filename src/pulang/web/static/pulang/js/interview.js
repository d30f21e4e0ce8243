/* Answers are saved by htmx; this says so when one could not be saved. A page that comes back in place
   of an answer (a sign-in page after a rest) is no answer either. Without scripts each button loads the page. */

function tell(form) {
  const status = form?.querySelector(".item-status");
  if (status) status.textContent = status.dataset.failed;
}

function formOf(event) {
  return event.target.closest?.("[data-item]");
}

for (const name of ["htmx:sendError", "htmx:responseError", "htmx:timeout"]) {
  document.addEventListener(name, (event) => tell(formOf(event)));
}

document.addEventListener("htmx:beforeSwap", (event) => {
  const { xhr, requestConfig } = event.detail;
  const asked = new URL(requestConfig.path, location.href).pathname;
  if (xhr.responseURL && new URL(xhr.responseURL).pathname !== asked) {
    event.detail.shouldSwap = false;
    tell(formOf(event));
  }
});
