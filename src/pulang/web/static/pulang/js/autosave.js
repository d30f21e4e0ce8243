/* Keeps a draft of a long form: <form data-autosave="URL"> posts all its fields there two seconds
   after the last key. [data-autosave-status] in the form tells how it went, with its own translated
   words in data-saving, data-saved and data-failed. A failed draft is tried again at the next key. */

const QUIET = 2000;

function watch(form) {
  const status = form.querySelector("[data-autosave-status]");
  let timer = 0;
  let running = null;

  function tell(word) {
    if (status) status.textContent = status.dataset[word] ?? "";
  }

  async function save() {
    running?.abort();
    const turn = new AbortController();
    running = turn;
    tell("saving");
    try {
      const answer = await fetch(form.dataset.autosave, {
        method: "POST",
        body: new FormData(form),
        headers: { "X-Requested-With": "autosave" },
        credentials: "same-origin",
        signal: turn.signal,
      });
      if (running !== turn) return;
      tell(answer.ok && !answer.redirected ? "saved" : "failed");
      if (answer.ok && !answer.redirected) delete form.dataset.changed;
    } catch {
      if (running === turn) tell("failed");
    }
  }

  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(save, QUIET);
  });
  form.addEventListener("submit", () => {
    clearTimeout(timer);
    running?.abort();
    running = null;
  });
}

document.querySelectorAll("form[data-autosave]").forEach(watch);
