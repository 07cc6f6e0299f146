// The secretary's page: fields that save themselves, parts that follow the meeting, Ctrl+Enter to go on.

import { Field } from "./field.js";
import { ask } from "./poll.js";
import { openShelf } from "./shelf.js";

const page = document.getElementById("meeting");
const news = page.querySelector("[data-news]");
const changed = page.querySelector("[data-changed]");
const fields = new Map();

const say = (sentence) => {
  news.textContent = sentence;
  news.hidden = !sentence;
};
const told = {
  lost: (is) => say(is ? page.dataset.lost : ""),
  forgetful: () => say(page.dataset.forgetful),
  refused: (_field, sentence) => say(sentence),
};

const shelf = await openShelf(page.dataset.scope);
if (!shelf.lasting) told.forgetful();

function meet() {
  for (const place of page.querySelectorAll("[data-save]")) {
    const known = fields.get(place.dataset.field);
    if (!known || known.place !== place) fields.set(place.dataset.field, new Field(place, shelf, told));
  }
}

// What an earlier page has left goes into its fields; a question that was never sent becomes the new one.
async function takeUp() {
  for (const entry of await shelf.left()) {
    const field = fields.get(entry.field) ?? blank(entry);
    if (!field || field.busy) continue;
    field.adopt(entry);
    await shelf.forget(entry);
  }
}

function blank(entry) {
  const place = document.getElementById("question-new");
  const field = place && entry.field.startsWith("question:") ? fields.get(place.dataset.field) : null;
  if (!field || field.dirty) return null;
  fields.delete(field.name);
  field.name = place.dataset.field = entry.field;
  field.form.elements.mark.value = entry.field.split(":")[1];
  fields.set(field.name, field);
  return field;
}

const untouched = (part) =>
  part.dataset.touched === undefined &&
  !part.contains(document.activeElement) && [...fields.values()].every((one) => !part.contains(one.place) || !one.dirty);
const idle = () =>
  [...fields.values()].every((one) => !one.dirty) && !document.activeElement?.matches("textarea, input, select");

function show(found) {
  const other = String(found.hearing ?? "") !== page.dataset.hearing;
  const unknown = fields.size > 0 && Object.keys(found.fields).some((name) => name.includes(":") && !fields.has(name));
  const parts = Object.entries(found.parts).map(([name, html]) => [page.querySelector(`[data-part="${name}"]`), html]);
  if (other || unknown || found.step !== page.dataset.step) {
    // The page has other fields now. Nobody is thrown out of what they are typing.
    if (idle()) return window.location.reload();
    changed.hidden = false;
  }
  for (const [name, one] of Object.entries(found.fields)) fields.get(name)?.show(one);
  for (const [part, html] of parts) {
    if (part.dataset.part === "step" && found.step !== page.dataset.step) continue;
    if (untouched(part)) part.innerHTML = html;
  }
  meet();
}

// A box that was ticked and not sent yet stays as it is.
for (const part of page.querySelectorAll("[data-part]")) {
  part.addEventListener("input", (event) => {
    if (!event.target.closest("[data-save]")) part.dataset.touched = "";
  });
}

// One field has the caret at all times: Ctrl+Enter saves it and goes on to the next one.
page.addEventListener("keydown", async (event) => {
  if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
  const place = event.target.closest("[data-save]");
  if (!place) return;
  event.preventDefault();
  // The next step is done by its own button.
  if (place.closest('[data-part="step"]')) return place.querySelector("form").requestSubmit();
  const all = [...page.querySelectorAll("[data-save] textarea")];
  const at = all.indexOf(event.target);
  const following = all[at + 1];
  if (at >= 0 && following && place.contains(following)) return following.focus();
  if (place.id === "question-new" || !following) return place.querySelector("form").requestSubmit();
  fields.get(place.dataset.field)?.flush();
  following?.focus();
});

window.addEventListener("online", () => fields.forEach((one) => one.dirty && one.send()));
meet();
await takeUp();
// The page before this one may still be letting go.
window.setTimeout(takeUp, 1_500);
ask(page, { found: show, lost: told.lost, refused: told.refused });
