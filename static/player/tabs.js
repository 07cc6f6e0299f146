// One page at a time works on an attempt. The newest takes over; the older one says so and lets go.

export function claimAttempt(attempt, onTaken) {
  if (!("BroadcastChannel" in window)) return () => {};
  const channel = new BroadcastChannel(`synaq-attempt:${attempt}`);
  channel.addEventListener("message", () => onTaken());
  channel.postMessage("here");
  return () => channel.close();
}
