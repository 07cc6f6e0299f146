// The check of a workstation: what this computer can do, each item with a word of its own.

import { openDatabase } from "./journal_database.js";
import { openStorage } from "./journal_storage.js";
import { get } from "./wire.js";

const table = document.querySelector("[data-check]");
const ROUNDS = 5;
const SLOW_MS = 400;
const CLOCK_MS = 60_000;

const found = { browser: modern(), screen: window.innerWidth >= 360, ...(await line()), storage: await storage() };
for (const [name, good] of Object.entries(found)) {
  const row = table.querySelector(`[data-item="${name}"]`);
  row.dataset.state = good ? "good" : "bad";
  row.querySelector("td").textContent = good ? row.dataset.good : row.dataset.bad;
}
const verdict = document.querySelector("[data-verdict]");
// A wrong clock or a narrow screen hinders nobody; the others do.
const fit = found.browser && found.storage && found.line;
verdict.dataset.state = fit ? "good" : "bad";
verdict.textContent = fit ? verdict.dataset.good : verdict.dataset.bad;

function modern() {
  return "timeout" in AbortSignal && "showModal" in HTMLDialogElement.prototype && CSS.supports("selector(:has(*))");
}

async function line() {
  const rounds = [];
  let drift = null;
  try {
    for (let round = 0; round < ROUNDS; round += 1) {
      const { data, ms } = await get(table.dataset.ping);
      rounds.push(ms);
      drift = Math.abs(Date.now() - ms / 2 - data.now_ms);
    }
  } catch {
    return { line: false, clock: false };
  }
  return { line: rounds.sort((one, other) => one - other)[ROUNDS >> 1] < SLOW_MS, clock: drift < CLOCK_MS };
}

async function storage() {
  for (const open of [openDatabase, openStorage]) {
    try {
      await open();
      return true;
    } catch {
      // The other one may be allowed.
    }
  }
  return false;
}
