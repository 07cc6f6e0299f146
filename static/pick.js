// In a list with boxes to pick: the head box picks all, and the bar says how many are picked.
"use strict";

for (const form of document.querySelectorAll("form.picking")) {
  const all = form.querySelector("thead .desk-pick input");
  const boxes = [...form.querySelectorAll("tbody .desk-pick input")];
  const count = form.querySelector("[data-picked]");
  const tell = () => {
    const picked = boxes.filter((box) => box.checked).length;
    if (all) {
      all.checked = picked === boxes.length && picked > 0;
      all.indeterminate = picked > 0 && picked < boxes.length;
    }
    if (count) count.textContent = count.dataset.words.replace("{n}", picked);
  };
  form.addEventListener("change", (event) => {
    if (event.target === all) for (const box of boxes) box.checked = all.checked;
    tell();
  });
  tell();
}
