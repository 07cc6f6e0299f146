// The list of roles closes as every list does: by Escape, and by a click beside it. On a phone the menu is one line, and
// begins where the reader is.
"use strict";

for (const here of document.querySelectorAll(".menu a[aria-current]")) {
  const line = here.closest("ul");
  line.scrollLeft = here.offsetLeft - (line.clientWidth - here.offsetWidth) / 2;
}

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
