// The candidate's player: from the waiting page over the test to the receipt, on one page that never navigates.

import { forget } from "./aside.js";
import { cover } from "./covers.js";
import { showEnd } from "./end.js";
import { wearLooks } from "./looks.js";
import { setWall } from "./moments.js";
import { runTest } from "./run.js";
import { enableSheets } from "./sheets.js";
import { get, post, Refused } from "./wire.js";
import { language, learn, say, speak } from "./words.js";

const base = document.body.dataset.base;
const wordsAt = JSON.parse(document.body.dataset.words);
const POLL_MS = 4_000;

const rest = (ms) => new Promise((resolve) => setTimeout(resolve, ms * (0.75 + Math.random() / 2)));

// Again and again until the server answers; only a refusal ends it.
async function insist(ask) {
  for (let wait = 700; ; wait = Math.min(wait * 2, 8_000)) {
    try {
      return await ask();
    } catch (fault) {
      if (fault instanceof Refused) throw fault;
      if (language()) cover("unreachable");
      await rest(wait);
    }
  }
}

async function learnLanguage(code) {
  learn(code, (await insist(() => get(wordsAt[code]))).data);
}

// Without network it is what was laid aside: so long ago as this computer says, until the server corrects it.
function understood({ data, ms, at }) {
  const age = data.kept_ms ? Math.max(0, Date.now() - data.kept_ms) : 0;
  setWall(data.wall_ms + age + ms / 2, at);
  const clock = data.clock && { ...data.clock, left_ms: data.clock.left_ms - (data.clock.paused ? 0 : age) };
  return { ...data, clock, heard: { ms, at } };
}

async function stateNow() {
  try {
    return understood(await insist(() => get(`${base}/state`)));
  } catch (fault) {
    return { phase: "shut", sentence: fault.message };
  }
}

async function start(token) {
  document.querySelector('[data-part="cover-act"]').disabled = true;
  let state;
  try {
    // The answer is the state: a hall that starts need not ask for it once more.
    state = understood(await insist(() => post(`${base}/start`, {}, token)));
  } catch {
    // Refused: the state says why.
    state = await stateNow();
  }
  go(state);
}

// When the score is seen is said before anybody begins.
function told({ score_shown: shown, ...facts }) {
  return { ...facts, score: say(shown === "rehearsal" ? "score_before_rehearsal" : `score_${shown}`) };
}

// Where the attempt stands decides what is shown.
async function go(state) {
  if (state.phase !== "running") await forget().catch(() => {});
  switch (state.phase) {
    case "running":
      for (const code of state.languages) if (code !== language()) await learnLanguage(code);
      return runTest(base, state, { stateNow, go, insist });
    case "ended":
      return showEnd(state);
    case "ready":
      return cover("ready", { act: () => start(state.token), button: "start", holes: told(state.facts) });
    case "waiting":
      cover("waiting", { holes: state.facts });
      await rest(POLL_MS);
      return again();
    default:
      return cover(state.phase, { holes: { sentence: state.sentence } });
  }
}

async function again() {
  return go(await stateNow());
}

enableSheets();
wearLooks(document.querySelector('[data-part="looks"]'));
await learnLanguage(document.documentElement.lang);
speak(document.documentElement.lang);
await again();
