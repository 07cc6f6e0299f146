// In which language the candidate reads, where the blueprint lets them choose. The place is kept, the change recorded.

import { language, speak } from "./words.js";

export class Reading {
  constructor(languages, changed) {
    this.languages = languages;
    this.changed = changed;
    this.buttons = [...document.querySelectorAll("[data-language]")];
    for (const button of this.buttons) {
      button.hidden = languages.length < 2 || !languages.includes(button.dataset.language);
      button.addEventListener("click", () => this.choose(button.dataset.language));
    }
  }

  begin(wanted) {
    this.#speak(this.languages.includes(wanted) ? wanted : this.languages[0]);
  }

  choose(code) {
    if (code === language()) return;
    this.#speak(code);
    this.changed(code);
  }

  chooseNext() {
    this.choose(this.languages[(this.languages.indexOf(language()) + 1) % this.languages.length]);
  }

  #speak(code) {
    speak(code);
    for (const button of this.buttons) {
      button.setAttribute("aria-pressed", String(button.dataset.language === code));
    }
  }
}
