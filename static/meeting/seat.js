// A member's seat: what is marked and written is kept on this device until it is sent, and the page follows the meeting.
// The draft of a sheet never leaves the device before it is sealed: nobody can read what is nowhere else.

import { ask } from "./poll.js";
import { openShelf } from "./shelf.js";

const page = document.getElementById("seat");
const news = page.querySelector("[data-news]");
const changed = page.querySelector("[data-changed]");
const shelf = await openShelf(page.dataset.scope);
let away = false;

const lost = (is) => {
  away = is;
  news.textContent = is ? page.dataset.lost : "";
  news.hidden = !is;
};

// Votes are not kept: a ballot that was not cast leaves no trace anywhere.
const kept = [...page.querySelectorAll("form")].filter((form) => /\/(sheet|opinion)$/.test(form.getAttribute("action") ?? ""));
const bodyOf = (form) => [...new FormData(form)].filter(([name]) => name !== "csrf_token");
const dirty = new Set();

function fill(form, body) {
  for (const [name, value] of body) {
    for (const one of form.querySelectorAll(`[name="${CSS.escape(name)}"]`)) {
      if (one.type === "radio") one.checked = one.value === value;
      else one.value = value;
    }
  }
}

for (const form of kept) {
  const field = form.getAttribute("action");
  form.addEventListener("input", () => {
    dirty.add(form);
    shelf.keep(field, { latest: bodyOf(form), made: Date.now() }).catch(() => {});
  });
}

for (const form of page.querySelectorAll("form")) {
  form.addEventListener("submit", (event) => {
    if (navigator.onLine && !away) return;
    // Once.js must not take a form for sent that has gone nowhere.
    event.preventDefault();
    event.stopPropagation();
    lost(true);
    news.scrollIntoView({ block: "center" });
  });
}

async function takeUp() {
  for (const entry of await shelf.left()) {
    const form = kept.find((one) => one.getAttribute("action") === entry.field);
    if (form && !dirty.has(form)) {
      fill(form, entry.latest);
      dirty.add(form);
      await shelf.keep(entry.field, { latest: entry.latest, made: entry.made });
    }
    // Sealed, or attached: the page has no such form any more.
    if (!form || dirty.has(form)) await shelf.forget(entry);
  }
}

function show(found) {
  const asked = page.querySelector('[data-part="asked"]');
  if (asked && !asked.contains(document.activeElement)) asked.innerHTML = found.asked;
  const writing = dirty.size > 0 || document.activeElement?.matches("input, textarea");
  if (writing && found.turn === page.dataset.turn) return;
  if (!writing) return window.location.reload();
  changed.hidden = false;
}

await takeUp();
window.setTimeout(takeUp, 1_500);
ask(page, { found: show, lost });
