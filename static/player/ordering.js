// Items are put in order by buttons, by the arrow keys on a button, or by dragging; each way says where an item came to.

import { say } from "./words.js";

export function enableOrdering(list, moved, tell) {
  list.addEventListener("click", (event) => {
    const button = event.target.closest("[data-move]");
    if (button) step(button.closest("li"), button.dataset.move, button);
  });
  list.addEventListener("keydown", (event) => {
    const item = event.target.closest("li");
    const way = { ArrowUp: "up", ArrowDown: "down" }[event.key];
    if (!item || !way || !event.target.closest("[data-move]")) return;
    event.preventDefault();
    step(item, way, event.target);
  });
  list.addEventListener("pointerdown", (event) => {
    const item = event.target.closest("li");
    if (!item || event.button !== 0 || event.target.closest("button, select")) return;
    drag(item, event);
  });

  function step(item, way, button) {
    const neighbour = way === "up" ? item.previousElementSibling : item.nextElementSibling;
    if (!neighbour) return;
    if (way === "up") neighbour.before(item);
    else neighbour.after(item);
    button.focus();
    settle(item);
  }

  function settle(item) {
    list.dataset.moved = "";
    tell(say("item_at", { place: [...list.children].indexOf(item) + 1, count: list.children.length }));
    moved();
  }

  function drag(item, begun) {
    const before = [...list.children];
    item.setPointerCapture(begun.pointerId);
    item.classList.add("dragged");
    begun.preventDefault();

    const over = (event) => {
      for (const other of list.children) {
        if (other === item) continue;
        const { top, height } = other.getBoundingClientRect();
        const middle = top + height / 2;
        const above = item.compareDocumentPosition(other) & Node.DOCUMENT_POSITION_PRECEDING;
        if (above && event.clientY < middle) return other.before(item);
        if (!above && event.clientY > middle) other.after(item);
      }
      return undefined;
    };
    const end = () => {
      item.classList.remove("dragged");
      item.removeEventListener("pointermove", over);
      if (before.some((one, at) => one !== list.children[at])) settle(item);
    };
    item.addEventListener("pointermove", over);
    item.addEventListener("pointerup", end, { once: true });
    item.addEventListener("pointercancel", end, { once: true });
  }
}
