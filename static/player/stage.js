// The question in the middle of the page, and the way from one to the next. Nothing here leaves the page.

import { language, say } from "./words.js";

const find = (name) => document.querySelector(`[data-part="${name}"]`);

export class Stage {
  constructor(paper, marks, onShow) {
    this.paper = paper;
    this.marks = marks;
    this.onShow = onShow;
    this.at = 0;
    this.shown = null;
    find("previous").addEventListener("click", () => this.go(this.at - 1));
    find("next").addEventListener("click", () => this.next());
    find("flag").addEventListener("click", () => this.flag());
  }

  get number() {
    return this.paper.order[this.at].number;
  }

  get isLast() {
    return this.at === this.paper.size - 1;
  }

  // Show a question; with `quiet` the reader's focus stays where it is.
  go(at, quiet = false) {
    if (at < 0 || at >= this.paper.size) return;
    this.at = at;
    this.marks.question = this.number;
    this.marks.seen.add(this.number);
    this.marks.keep();
    this.draw();
    if (!quiet) {
      find("stage").scrollTop = 0;
      window.scrollTo(0, 0);
      find("place").focus();
    }
    this.onShow();
  }

  next() {
    if (this.isLast) find("overview-open").click();
    else this.go(this.at + 1);
  }

  flag() {
    this.marks.toggle(this.marks.flagged, this.number);
    this.draw();
    this.onShow();
  }

  // The present question in the present language.
  draw() {
    if (this.shown) this.shown.hidden = true;
    this.shown = this.paper.article(this.number, language());
    this.shown.hidden = false;
    const { section } = this.paper.order[this.at];
    find("place").textContent = say("question_of", { number: this.at + 1, count: this.paper.size });
    find("section").textContent = section ? section[language()] ?? "" : "";
    find("previous").disabled = this.at === 0;
    find("next").textContent = say(this.isLast ? "to_overview" : "next");
    const flagged = this.marks.flagged.has(this.number);
    find("flag").setAttribute("aria-pressed", String(flagged));
    find("flag").textContent = say(flagged ? "unflag" : "flag");
    document.title = `${this.at + 1} / ${this.paper.size} – Synaq`;
  }
}
