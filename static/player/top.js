// The line on top: time left, what is saved, the strip that says there is no connection.

import { lookOf } from "./clock.js";
import { say } from "./words.js";

const find = (name) => document.querySelector(`[data-part="${name}"]`);

// Written only when it differs, so that nothing on the page stirs without a reason.
function write(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

export function drawClock(left) {
  const look = lookOf(left);
  const clock = find("clock");
  write(clock, look.last ? look.text : say(look.hours ? "hours_minutes" : "minutes", look));
  clock.dataset.last = String(look.last);
}

export function drawSaving({ state, words }) {
  const place = find("saving");
  place.dataset.state = state;
  write(place, words);
}

export function drawQuestionSaving({ state, words }) {
  const place = find("question-saving");
  place.dataset.state = state;
  write(place, words);
}

export function drawStrip(offline, lasting) {
  const strip = find("strip");
  strip.dataset.on = String(offline);
  write(strip, offline ? say(lasting ? "offline" : "offline_fleeting") : "");
}
