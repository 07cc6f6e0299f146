// The whole test by keys. They go by their place on the keyboard, so that Kazakh and Russian layouts do the same, and
// are silent while somebody types. The letters can be switched off, for speech input presses them by chance.

import { read, write } from "./marks.js";
import { toggleStrike } from "./strike.js";

const KEY = "synaq-keys";
const DIGIT = /^(?:Digit|Numpad)([1-9])$/;

export function listenToKeys(acts, toggle, view) {
  const kept = read(KEY);
  let on = kept.off !== true;
  toggle.checked = on;
  toggle.addEventListener("change", () => {
    on = toggle.checked;
    write(KEY, { off: !on });
  });

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.repeat || !on) return;
    if (event.target.closest("input:not([type=radio]):not([type=checkbox]), textarea, select, dialog")) return;
    if (view() !== "test") return;
    const digit = DIGIT.exec(event.code);
    const act = digit ? acts.digit : acts[event.code];
    if (!act) return;
    event.preventDefault();
    act(digit ? { place: digit[1], strike: event.shiftKey } : event);
  });
}

// What the keys of a running test do.
export function actsOf({ stage, overview, reading }) {
  const press = (name) => document.querySelector(`[data-part="${name}"]`);
  return {
    digit: ({ place, strike }) => (strike ? toggleStrike : choose)(stage.shown, place),
    KeyN: () => stage.next(),
    KeyP: () => stage.go(stage.at - 1),
    KeyF: () => stage.flag(),
    KeyO: () => overview.show(),
    KeyC: () => press("calculator-open").hidden || press("calculator-open").click(),
    KeyL: () => reading.chooseNext(),
    KeyH: () => press("help-open").click(),
  };
}

// Choose the option at a place, or take the choice back where several may be chosen.
function choose(article, place) {
  const control = article.querySelectorAll('.option input[name="answer"]')[Number(place) - 1];
  if (!control) return;
  control.focus();
  control.click();
}
