// What happens to the page, as facts: the window lost the focus, the line was down, the language was changed.
// Nobody draws a verdict from them here. They wait until the server has them.

import { deviceMs } from "./moments.js";
import { post } from "./wire.js";

const MOST = 200;

export class Facts {
  constructor(address, token) {
    this.address = address;
    this.token = token;
    this.ended = [];
    this.open = new Map(); // kind -> began
    this.sending = false;
    const look = () => this.lasts("focus_lost", !document.hasFocus() || document.hidden);
    window.addEventListener("blur", look);
    window.addEventListener("focus", look);
    document.addEventListener("visibilitychange", look);
  }

  // Something lasts, or is over.
  lasts(kind, on) {
    const began = this.open.get(kind);
    if (on && began === undefined) this.open.set(kind, deviceMs());
    if (on || began === undefined) return;
    this.open.delete(kind);
    this.#add({ kind, began_ms: began, ended_ms: deviceMs() });
  }

  language(language) {
    this.#add({ kind: "language", began_ms: deviceMs(), language });
  }

  #add(fact) {
    if (this.ended.length < MOST) this.ended.push(fact);
    this.send();
  }

  async send() {
    if (this.sending || !this.ended.length) return;
    this.sending = true;
    const facts = this.ended.slice();
    try {
      await post(this.address, { sent_ms: deviceMs(), facts }, this.token);
      this.ended.splice(0, facts.length);
    } catch {
      // With the next sign of life they are tried again.
    } finally {
      this.sending = false;
    }
  }
}
