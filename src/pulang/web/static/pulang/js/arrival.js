/* Checking off at the airport with a bad line. A check is kept in this browser at once (a number and a word, no
   name), shown as kept, and sent until the server took it; the server makes a second arrival have no effect.
   A page that was signed out meanwhile keeps everything and says so; signed in again, it is sent. */

const list = document.querySelector("[data-arrival]");
const STORE = list && `pulang.arrival.${list.dataset.arrival}`;
const status = document.querySelector("[data-arrival-status]");
let sending = false;

function kept() {
  try {
    return JSON.parse(localStorage.getItem(STORE) ?? "[]");
  } catch {
    return [];
  }
}

function keep(checks) {
  if (checks.length) localStorage.setItem(STORE, JSON.stringify(checks));
  else localStorage.removeItem(STORE);
}

function say(key, count = "") {
  status.textContent = (status.dataset[key] ?? "").replace("{n}", count);
}

function show(number, key, state) {
  const row = document.getElementById(`p${number}`);
  const badge = row?.querySelector("[data-check-state]");
  if (!badge) return;
  badge.textContent = key === "label" ? list.dataset[state] : list.dataset[key];
  badge.className = `badge${key === "waits" ? " badge-warning" : state === "arrived" ? " badge-ok" : " badge-danger"}`;
}

async function send(check) {
  const form = new FormData();
  for (const [name, value] of Object.entries(check)) form.append(name, value);
  const token = list.querySelector("[name=csrfmiddlewaretoken]").value;
  form.append("csrfmiddlewaretoken", token);
  return fetch(list.dataset.url, {
    method: "POST",
    body: form,
    redirect: "manual",
    headers: { "X-Pulang-Check": "1" },
  });
}

async function sendAll() {
  if (sending) return;
  sending = true;
  try {
    for (let check = kept()[0]; check; check = kept()[0]) {
      const answer = await send(check);
      if (answer.status === 204) {
        show(check.number, "label", check.state);
      } else if (answer.status === 422 || answer.status === 404) {
        const told = answer.status === 422 ? (await answer.json()).title : list.dataset.gone;
        const row = document.getElementById(`p${check.number}`);
        row?.querySelector("[data-check-problem]")?.replaceChildren(told);
        show(check.number, "refused", "not_arrived");
      } else {
        say("signedOut");
        return;
      }
      keep(kept().slice(1));
    }
    say("sent");
  } catch {
    say("waiting", String(kept().length));
  } finally {
    sending = false;
  }
}

if (list) {
  list.addEventListener("submit", (event) => {
    event.preventDefault();
    const form = event.target;
    delete form.dataset.sent;
    const number = form.elements.number.value;
    const state = event.submitter?.value ?? "arrived";
    keep([...kept().filter((one) => one.number !== number), { number, state, seen_at: new Date().toISOString() }]);
    event.submitter?.removeAttribute("aria-busy");
    show(number, "waits", state);
    say("waiting", String(kept().length));
    sendAll();
  });
  for (const check of kept()) show(check.number, "waits", check.state);
  window.addEventListener("online", sendAll);
  setInterval(() => { if (kept().length) sendAll(); }, 10_000);
  if (kept().length) sendAll();
}
