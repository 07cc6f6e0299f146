// The calculator of sections that allow one: a line to type in, keys to press, what it comes to.

import { reckon, written } from "./reckoning.js";
import { say } from "./words.js";

export function openCalculator(dialog, opener) {
  const line = dialog.querySelector("input");
  const result = dialog.querySelector("output");

  const count = () => {
    if (!line.value.trim()) return;
    try {
      result.textContent = `= ${written(reckon(line.value))}`;
    } catch {
      result.textContent = say("not_reckoned");
    }
  };
  const press = (sign) => {
    if (sign === "clear") line.value = result.textContent = "";
    else if (sign === "back") line.value = line.value.slice(0, -1);
    else line.setRangeText(sign, line.selectionStart, line.selectionEnd, "end");
  };
  dialog.querySelector("form").addEventListener("submit", (event) => {
    event.preventDefault();
    count();
  });
  dialog.addEventListener("click", (event) => {
    const key = event.target.closest("[data-press]");
    if (key) press(key.dataset.press);
  });
  dialog.addEventListener("keydown", (event) => {
    if (event.key === "Escape") close();
  });
  dialog.querySelector("[data-close]").addEventListener("click", () => close());
  opener.addEventListener("click", () => (dialog.open ? close() : open()));

  function open() {
    dialog.show();
    opener.setAttribute("aria-expanded", "true");
    line.focus();
  }

  function close() {
    if (!dialog.open) return;
    dialog.close();
    opener.setAttribute("aria-expanded", "false");
    opener.focus();
  }

  // Where a section does not allow it, there is none.
  return function allow(allowed) {
    opener.hidden = !allowed;
    if (!allowed && dialog.open) dialog.close();
  };
}
