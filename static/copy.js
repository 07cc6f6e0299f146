// <button data-copy="#id">: copies the text of that element and says so in the button's own words.
"use strict";

for (const button of document.querySelectorAll("button[data-copy]")) {
  button.addEventListener("click", async () => {
    const source = document.querySelector(button.dataset.copy);
    const pieces = [...source.querySelectorAll("[data-copied]")].map((piece) => piece.textContent.trim());
    const words = button.textContent;
    try {
      await navigator.clipboard.writeText(pieces.length ? pieces.join("\n") : source.textContent.trim());
      button.textContent = button.dataset.done;
    } catch {
      button.textContent = button.dataset.failed;
      getSelection().selectAllChildren(source);
    }
    setTimeout(() => { button.textContent = words; }, 4000);
  });
}
