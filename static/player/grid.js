// The numbers of all questions: answered filled, flagged with a corner, the present one outlined, unseen hollow.

import { say } from "./words.js";

export class Grid {
  constructor(list, paper, marks, go) {
    this.paper = paper;
    this.marks = marks;
    this.buttons = paper.order.map((_, at) => {
      const item = document.createElement("li");
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = at + 1;
      button.addEventListener("click", () => go(at));
      item.append(button);
      list.append(item);
      return button;
    });
  }

  draw(current) {
    this.buttons.forEach((_, at) => this.drawOne(at, current));
  }

  drawOne(at, current) {
    const { number } = this.paper.order[at];
    const button = this.buttons[at];
    const state = stateOf(this.paper, this.marks, number);
    const flagged = this.marks.flagged.has(number);
    button.className = `cell cell-${state}${flagged ? " cell-flagged" : ""}`;
    if (at === current) button.setAttribute("aria-current", "step");
    else button.removeAttribute("aria-current");
    button.setAttribute("aria-label", nameOf(at, state, flagged));
  }
}

export function stateOf(paper, marks, number) {
  if (paper.isAnswered(number)) return "answered";
  if (paper.isBegun(number)) return "begun";
  return marks.seen.has(number) ? "seen" : "unseen";
}

export function nameOf(at, state, flagged) {
  const words = [say("question_number", { number: at + 1 }), say(`state_${state}`)];
  if (flagged) words.push(say("state_flagged"));
  return words.join(", ");
}

