// A sign of life every few seconds, on the line of the saves: where the candidate is and what is unsent.
// The answer brings the clock, a pause, news.

export class Presence {
  // ask() sends it; heard(answer) and silent(fault) say how it went.
  constructor(ask, heard, silent, every) {
    Object.assign(this, { ask, heard, silent });
    this.every = every;
    this.timer = 0;
    this.stopped = true;
    // A computer that slept, or a line that came back, asks at once.
    document.addEventListener("visibilitychange", () => document.hidden || this.now());
    window.addEventListener("online", () => this.now());
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
    try {
      const answer = await this.ask();
      if (!this.stopped) this.heard(answer);
    } catch (fault) {
      if (!this.stopped) this.silent(fault);
    } finally {
      this.asking = false;
      // Spread out, so that a hall that began in one moment does not call in one voice.
      if (!this.stopped) this.timer = setTimeout(() => this.now(), this.every * (0.85 + Math.random() * 0.3));
    }
  }
}
