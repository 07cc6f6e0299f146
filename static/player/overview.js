// All questions at a glance before finishing, and the way out, which asks once.

import { nameOf, stateOf } from "./grid.js";
import { say } from "./words.js";

const find = (name) => document.querySelector(`[data-part="${name}"]`);

export class Overview {
  // open() and close() change the view; go(at) shows a question; finish() ends the test.
  constructor(paper, marks, { open, close, go, finish }) {
    Object.assign(this, { paper, marks, open, close, go, finish });
    find("overview-open").addEventListener("click", () => this.show());
    find("overview-close").addEventListener("click", () => this.close());
    find("finish").addEventListener("click", () => this.#ask());
    find("finish-not").addEventListener("click", () => this.show());
    find("finish-yes").addEventListener("click", () => this.#finish());
  }

  show() {
    this.draw();
    find("overview-all").hidden = false;
    find("finish-ask").hidden = true;
    this.open();
    find("overview-title").focus();
  }

  draw() {
    const open = this.paper.unanswered;
    find("unanswered").textContent = say(open ? "unanswered" : "all_answered", { count: open });
    const list = find("overview-list");
    list.replaceChildren(...this.paper.order.map(({ number }, at) => this.#row(number, at)));
  }

  #row(number, at) {
    const state = stateOf(this.paper, this.marks, number);
    const flagged = this.marks.flagged.has(number);
    const item = document.createElement("li");
    const button = document.createElement("button");
    button.type = "button";
    button.className = `row row-${state}`;
    button.setAttribute("aria-label", nameOf(at, state, flagged));
    const count = document.createElement("span");
    count.className = "row-number";
    count.textContent = at + 1;
    const words = document.createElement("span");
    words.textContent = flagged ? `${say(`state_${state}`)}, ${say("state_flagged")}` : say(`state_${state}`);
    button.append(count, words);
    button.addEventListener("click", () => this.go(at));
    item.append(button);
    return item;
  }

  #ask() {
    const open = this.paper.unanswered;
    find("finish-count").textContent = say(open ? "finish_unanswered" : "all_answered", { count: open });
    find("finish-told").textContent = "";
    find("overview-all").hidden = true;
    find("finish-ask").hidden = false;
    find("finish-title").focus();
  }

  async #finish() {
    const buttons = [find("finish-yes"), find("finish-not")];
    for (const button of buttons) button.disabled = true;
    find("finish-told").textContent = say("finishing");
    try {
      await this.finish();
    } catch (fault) {
      find("finish-told").textContent = fault.status ? fault.message : say("finish_offline");
    } finally {
      for (const button of buttons) button.disabled = false;
    }
  }
}
