// What stands in place of the question: before the start, in a pause, when the time is over, on a second tab.
// The questions are then out of sight and out of reach.

import { say } from "./words.js";

const find = (name) => document.querySelector(`[data-part="${name}"]`);
const VIEWS = ["cover", "test", "overview", "end"];

export function show(view) {
  for (const one of VIEWS) find(one).hidden = one !== view;
  document.body.dataset.view = view;
}

let covered = null;

// `kind` names the sentences: cover_KIND_title, cover_KIND_words. A button appears where `act` is given.
export function cover(kind, { act = null, button = "", holes = {} } = {}) {
  const again = covered === kind;
  covered = kind;
  find("cover-title").textContent = say(`cover_${kind}_title`);
  find("cover-words").textContent = say(`cover_${kind}_words`, holes);
  const control = find("cover-act");
  control.hidden = !act;
  control.disabled = false;
  control.textContent = button ? say(button) : "";
  control.onclick = act;
  for (const dialog of document.querySelectorAll("dialog[open]:not([data-over])")) dialog.close();
  show("cover");
  if (!again) find("cover-title").focus();
}

export function uncover(view = "test") {
  covered = null;
  show(view);
}

export function isCovered(kind) {
  return kind ? covered === kind : covered !== null;
}
