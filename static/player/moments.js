// Time without the computer's clock: what has passed is measured, what time it is the server has said.

let wallAtOrigin = null;
const DAY = 86_400_000;

// Milliseconds since this page was opened; no change of the clock moves it.
export function ticks() {
  return performance.now();
}

// A time of this device, good for differences: how old an entry is when it is sent.
export function deviceMs() {
  return Math.round(performance.timeOrigin + performance.now());
}

// The server says how late it is in the hall, in milliseconds since midnight.
export function setWall(wallMs, at = ticks()) {
  wallAtOrigin = wallMs - at;
}

// How late it is in the hall now, in milliseconds since midnight.
export function wallMs() {
  return ((((wallAtOrigin ?? 0) + ticks()) % DAY) + DAY) % DAY;
}

// The time of day in the hall at a moment of this page, as 14:02:07.
export function timeOfDay(at = ticks()) {
  if (wallAtOrigin === null) return "";
  const seconds = Math.floor(((((wallAtOrigin + at) % DAY) + DAY) % DAY) / 1000);
  return [seconds / 3600, (seconds / 60) % 60, seconds % 60]
    .map((part) => String(Math.floor(part)).padStart(2, "0"))
    .join(":");
}
