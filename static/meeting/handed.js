// What whoever kept the meeting before had typed and not sent: shown from this browser, so that it can be taken.

import { openShelf } from "./shelf.js";

const left = document.getElementById("left");

for (const scope of left.dataset.scopes.split(" ").filter(Boolean)) {
  const shelf = await openShelf(scope);
  for (const entry of await shelf.left()) {
    const text = [entry.latest.text, entry.latest.gist].filter(Boolean).join("\n");
    if (!text) continue;
    const place = document.createElement("p");
    place.className = "meeting-other";
    place.textContent = text;
    left.append(place);
    left.hidden = false;
  }
}
