// The board asks every three seconds what has changed; the time left is reckoned here, by the server's clock.
(function () {
  "use strict";
  const board = document.getElementById("board");
  if (!board) return;
  const news = board.querySelector("[data-news]");
  const trouble = board.querySelector("[data-trouble]");
  const tiles = new Map();
  for (const tile of board.querySelectorAll("[data-tile]")) tiles.set(tile.dataset.tile, tile);
  let ahead = Number(board.dataset.clock) - Date.now();
  let mark = '"' + board.dataset.mark + '"';

  function minutes(ms) {
    const seconds = Math.max(0, Math.floor(ms / 1000));
    return Math.floor(seconds / 60) + ":" + String(seconds % 60).padStart(2, "0");
  }

  function say(element, text) {
    if (element && element.textContent !== text) element.textContent = text;
  }

  function reckon() {
    const now = Date.now() + ahead;
    for (const tile of tiles.values()) {
      const told = tile.dataset;
      if (told.left) say(tile.querySelector("[data-rest]"), minutes(Number(told.left)));
      else say(tile.querySelector("[data-rest]"), told.deadline ? minutes(told.deadline - now) : "–");
    }
  }

  function show(key, told) {
    const tile = tiles.get(key);
    if (!tile) return false;
    const [state, question, , answered, seen, deadline, left, wants, seat] = told;
    tile.dataset.state = state;
    tile.dataset.deadline = deadline || "";
    tile.dataset.left = left === null ? "" : left;
    tile.classList.toggle("tile-trouble", wants);
    say(tile.querySelector("[data-question]"), seen ? String(question) : "–");
    say(tile.querySelector("[data-answered]"), seen ? String(answered) : "–");
    say(tile.querySelector(".tile-seat"), seat);
    return true;
  }

  async function ask() {
    try {
      const answer = await fetch(board.dataset.url, { headers: { "If-None-Match": mark, Accept: "application/json" }, cache: "no-store" });
      if (answer.status !== 304 && !answer.ok) throw new Error(String(answer.status));
      ahead = Number(answer.headers.get("X-Server-Clock")) - Date.now();
      say(news, "");
      if (answer.status === 200) {
        mark = answer.headers.get("ETag");
        const told = await answer.json();
        // Somebody new was admitted: the page is loaded again, tiles and all.
        if (!Object.entries(told.tiles).every(([key, one]) => show(key, one))) window.location.reload();
        if (trouble.innerHTML !== told.trouble) trouble.innerHTML = told.trouble;
      }
    } catch {
      say(news, board.dataset.lost);
    }
    reckon();
    window.setTimeout(ask, 3000);
  }

  window.setInterval(reckon, 1000);
  window.setTimeout(ask, 3000);
})();
