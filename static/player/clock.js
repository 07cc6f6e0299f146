// The time left, which is the server's: told with each receipt, counted on by a clock that nobody can set.

import { ticks } from "./moments.js";

const MINUTE = 60_000;
const SPOKEN_MINUTES = [30, 10, 5, 1];

export class Clock {
  // draw(left, minutes) each time it may look different; speak(minutes) once at 30, 10, 5 and 1; over() at the end.
  constructor({ draw, speak, over }) {
    Object.assign(this, { draw, speak, over });
    this.version = -1;
    this.paused = false;
    this.left = null;
    this.at = 0;
    this.spoken = null;
    this.ended = false;
  }

  // What the server said. An older word, come late over another line, changes nothing.
  hear({ left_ms, version, paused }, roundTripMs = 0, at = ticks()) {
    if (version < this.version) return;
    const more = version > this.version;
    this.version = version;
    this.paused = paused;
    // Of the way there and back, half is taken as the way back.
    this.left = Math.max(0, left_ms - (paused ? 0 : roundTripMs / 2));
    this.at = at;
    if (more || this.spoken === null) this.spoken = this.#passed(this.now());
    if (this.left > 0) this.ended = false;
    this.tick();
  }

  now() {
    if (this.left === null) return null;
    return this.paused ? this.left : Math.max(0, this.left - (ticks() - this.at));
  }

  tick() {
    const left = this.now();
    if (left === null) return;
    this.draw(left, this.version);
    const passed = this.#passed(left);
    if (passed > this.spoken) {
      this.spoken = passed;
      this.speak(SPOKEN_MINUTES[passed - 1]);
    }
    if (left === 0 && !this.ended && !this.paused) {
      this.ended = true;
      this.over();
    }
  }

  run() {
    this.tick();
    this.timer = setInterval(() => this.tick(), 500);
  }

  stop() {
    clearInterval(this.timer);
  }

  #passed(left) {
    return SPOKEN_MINUTES.filter((minutes) => left <= minutes * MINUTE).length;
  }
}

// Hours and minutes until the last five, then minutes and seconds; rounded so that it never promises too much.
export function lookOf(left) {
  const seconds = Math.ceil(left / 1000);
  const two = (number) => String(number).padStart(2, "0");
  if (seconds <= 300) return { text: `${Math.floor(seconds / 60)}:${two(seconds % 60)}`, last: true };
  const minutes = Math.floor(seconds / 60);
  return { hours: Math.floor(minutes / 60), minutes: minutes % 60, last: false };
}
