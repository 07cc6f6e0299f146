// The list of roles closes as every list does: by Escape, and by a click beside it.
"use strict";

for (const box of document.querySelectorAll("details[data-closes]")) {
  const summary = box.querySelector("summary");
  box.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !box.open) return;
    box.open = false;
    summary.focus();
  });
  document.addEventListener("click", (event) => {
    if (!box.contains(event.target)) box.open = false;
  });
}
