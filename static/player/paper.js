// The paper on the page: every question of every language that the candidate may read stands in it from the start.

import { fillAnswer, isComplete, readAnswer } from "./controls.js";

export class Paper {
  // `order` are the questions as this candidate meets them: { number, section, calculator }.
  constructor(holder, order) {
    this.holder = holder;
    this.order = order;
    this.sheets = new Map(); // language -> Map(number -> article)
    this.answers = new Map(); // number -> value
  }

  get size() {
    return this.order.length;
  }

  add(language, markup) {
    const read = new DOMParser().parseFromString(markup, "text/html");
    const articles = [...read.querySelectorAll("article[data-number]")].map((one) => document.adoptNode(one));
    for (const article of articles) article.hidden = true;
    this.holder.append(...articles);
    this.sheets.set(language, new Map(articles.map((one) => [Number(one.dataset.number), one])));
    for (const { number } of this.order) {
      if (!this.sheets.get(language).has(number)) throw new Error(`question ${number} is missing`);
    }
  }

  article(number, language) {
    return this.sheets.get(language).get(number);
  }

  any(number) {
    return this.sheets.values().next().value.get(number);
  }

  // The answer as it is now, in the controls of every language.
  set(number, value) {
    this.answers.set(number, value);
    for (const sheet of this.sheets.values()) {
      const article = sheet.get(number);
      fillAnswer(article.dataset.kind, article.querySelector("form"), value);
    }
  }

  // What the controls say now; undefined when that is the answer already.
  change(article) {
    const number = Number(article.dataset.number);
    const value = readAnswer(article.dataset.kind, article.querySelector("form"));
    if (JSON.stringify(value) === JSON.stringify(this.answers.get(number) ?? null)) return undefined;
    this.answers.set(number, value);
    for (const sheet of this.sheets.values()) {
      const other = sheet.get(number);
      if (other !== article) fillAnswer(other.dataset.kind, other.querySelector("form"), value);
    }
    return value;
  }

  isAnswered(number) {
    const article = this.any(number);
    return isComplete(article.dataset.kind, article.querySelector("form"), this.answers.get(number) ?? null);
  }

  // Begun and not complete: two of three pairs, a number without its unit.
  isBegun(number) {
    return (this.answers.get(number) ?? null) !== null && !this.isAnswered(number);
  }

  get unanswered() {
    return this.order.filter(({ number }) => !this.isAnswered(number)).length;
  }
}
