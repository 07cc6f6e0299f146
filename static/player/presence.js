// A sign of life every few seconds: where the candidate is, what is unsent, whether the window has the focus.
// The answer brings the clock, a pause, messages. Facts only; nobody draws a verdict from them here.

import { deviceMs } from "./moments.js";
import { post } from "./wire.js";

const EVERY_MS = 10_000;
const MOST_FACTS = 200;

export class Presence {
  // describe() gives the present state; heard(data, ms, at) and silent() say how it went.
  constructor(address, describe, heard, silent) {
    Object.assign(this, { address, describe, heard, silent });
    this.facts = [];
    this.open = new Map(); // kind -> began
    this.every = EVERY_MS;
    this.timer = 0;
    this.stopped = true;
  }

  watchFocus() {
    const look = () => this.fact("focus_lost", !document.hasFocus() || document.hidden);
    window.addEventListener("blur", look);
    window.addEventListener("focus", look);
    document.addEventListener("visibilitychange", look);
    // A computer that slept, or a line that came back, asks at once.
    document.addEventListener("visibilitychange", () => document.hidden || this.now());
    window.addEventListener("online", () => this.now());
  }

  // A fact begins or ends.
  fact(kind, on) {
    const began = this.open.get(kind);
    if (on && began === undefined) this.open.set(kind, deviceMs());
    if (!on && began !== undefined) {
      this.open.delete(kind);
      if (this.facts.length < MOST_FACTS) this.facts.push({ kind, began_ms: began, ended_ms: deviceMs() });
    }
  }

  start() {
    this.stopped = false;
    return this.now();
  }

  stop() {
    this.stopped = true;
    clearTimeout(this.timer);
  }

  async now() {
    if (this.stopped || this.asking) return;
    this.asking = true;
    clearTimeout(this.timer);
    const facts = this.facts.slice();
    try {
      const body = { ...this.describe(), sent_ms: deviceMs(), focused: document.hasFocus(), facts };
      const { data, ms, at } = await post(this.address, body);
      this.facts.splice(0, facts.length);
      this.fact("offline", false);
      if (data.every_ms) this.every = data.every_ms;
      if (!this.stopped) this.heard(data, ms, at);
    } catch (fault) {
      this.fact("offline", true);
      if (!this.stopped) this.silent(fault);
    } finally {
      this.asking = false;
      if (!this.stopped) this.timer = setTimeout(() => this.now(), this.every * (0.85 + Math.random() * 0.3));
    }
  }
}
