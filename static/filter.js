// <input data-filter="#list">: shows only the children of the list that hold every typed word.
// The number left is said in the element that data-filter-count names, whose data-words holds "{n}".
"use strict";

const folded = (text) => text.toLocaleLowerCase().normalize("NFC");

for (const input of document.querySelectorAll("input[data-filter]")) {
  const items = [...document.querySelector(input.dataset.filter).children];
  const count = document.querySelector(input.dataset.filterCount);
  const apply = () => {
    const words = folded(input.value).split(/\s+/).filter(Boolean);
    let left = 0;
    for (const item of items) {
      const text = folded(item.textContent);
      item.hidden = !words.every((word) => text.includes(word));
      if (!item.hidden) left += 1;
    }
    if (count) count.textContent = words.length ? count.dataset.words.replace("{n}", left) : "";
  };
  input.addEventListener("input", apply);
  apply();
}
