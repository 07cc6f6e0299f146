// Striking out options that one has ruled out. A note for oneself: it changes no answer.

import { say } from "./words.js";

export function enableStriking(article, marks) {
  const number = Number(article.dataset.number);
  for (const option of article.querySelectorAll(".option[data-place]")) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "strike";
    button.textContent = option.dataset.letter;
    button.addEventListener("click", () => {
      marks.toggle(marks.struck, key(number, option));
      drawStrikes(article, marks);
    });
    option.append(button);
  }
}

export function drawStrikes(article, marks) {
  const number = Number(article.dataset.number);
  for (const option of article.querySelectorAll(".option[data-place]")) {
    const struck = marks.struck.has(key(number, option));
    const button = option.querySelector(".strike");
    option.classList.toggle("struck", struck);
    button.setAttribute("aria-pressed", String(struck));
    button.setAttribute("aria-label", say("strike_option", { letter: option.dataset.letter }));
    button.title = say(struck ? "strike_back" : "strike");
  }
}

export function toggleStrike(article, place) {
  article.querySelector(`.option[data-place="${place}"] .strike`)?.click();
}

const key = (number, option) => `${number}:${option.dataset.place}`;
