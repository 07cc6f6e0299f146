// The check of documents by keys: J and K walk the list, A accepts, F opens the reason of a fault.
// The keys press what is on the page anyway. They work only while the check itself has the focus, and are silent
// while someone types: speech input and screen readers must not set them off by chance.
"use strict";

const press = {
  j: () => document.querySelector("[data-check-next]"),
  k: () => document.querySelector("[data-check-previous]"),
  a: () => document.querySelector("[data-check-accept]"),
  f: () => document.querySelector("[data-check-fault]"),
};

// The same places on a Kazakh or Russian keyboard, where J K A F type other letters.
const places = { KeyJ: "j", KeyK: "k", KeyA: "a", KeyF: "f" };

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey || event.repeat) return;
  if (!event.target.closest("[data-check]")) return;
  if (event.target.closest("input, select, textarea, [contenteditable]")) return;
  const find = press[places[event.code]];
  const target = find && find();
  if (!target) return;
  event.preventDefault();
  if (target.matches("input, textarea, select")) target.focus();
  else target.click();
});
