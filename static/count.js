// <textarea data-counter="#id" maxlength-less>: says how many characters are left, after a pause in the typing.
"use strict";

for (const area of document.querySelectorAll("[data-counter]")) {
  const line = document.querySelector(area.dataset.counter);
  const most = Number(line.dataset.most);
  let wait = 0;
  const tell = () => {
    const left = most - [...area.value].length;
    const words = left < 0 ? line.dataset.over : line.dataset.left;
    line.textContent = words.replace("{n}", Math.abs(left));
    line.classList.toggle("counter-over", left < 0);
  };
  area.addEventListener("input", () => {
    clearTimeout(wait);
    wait = setTimeout(tell, 400);
  });
}
