// A running test: the paper on the page, the journal beneath it, the sender and the signs of life around it.

import { Answering } from "./answering.js";
import { Aside } from "./aside.js";
import { openCalculator } from "./calculator.js";
import { Clock } from "./clock.js";
import { cover, isCovered, show, uncover } from "./covers.js";
import { Facts } from "./facts.js";
import { Grid } from "./grid.js";
import { openJournal } from "./journal.js";
import { actsOf, listenToKeys } from "./keys.js";
import { Marks } from "./marks.js";
import { Messages } from "./messages.js";
import { enableOrdering } from "./ordering.js";
import { Overview } from "./overview.js";
import { Paper } from "./paper.js";
import { Presence } from "./presence.js";
import { enableReports } from "./problem.js";
import { Reading } from "./reading.js";
import { save } from "./saves.js";
import { Saving } from "./saving.js";
import { Sender } from "./sender.js";
import { Stage } from "./stage.js";
import { drawStrikes, enableStriking } from "./strike.js";
import { claimAttempt } from "./tabs.js";
import { tell } from "./tell.js";
import { drawClock, drawQuestionSaving, drawSaving, drawStrip } from "./top.js";
import { Refused, getText, post } from "./wire.js";
import { language, say } from "./words.js";

const ENDING_MS = 2_000;
const find = (name) => document.querySelector(`[data-part="${name}"]`);

// `stateNow` asks where the attempt stands, `go` follows it; `insist` asks until the server answers.
export async function runTest(base, state, { stateNow, go, insist }) {
  const journal = await openJournal(state.attempt, state.token, state.last_sequence);
  const paper = new Paper(find("sheets"), state.order);
  const aside = new Aside(base, state);
  for (const code of state.languages) {
    const sheets = await insist(() => getText(`${base}/paper/${code}`));
    paper.add(code, sheets);
    aside.sheet(code, sheets);
  }
  await new Test(base, state, journal, paper, aside, { stateNow, go }).begin();
}

class Test {
  constructor(base, state, journal, paper, aside, { stateNow, go }) {
    Object.assign(this, { base, state, journal, paper, aside, stateNow, goOn: go });
    this.marks = new Marks(state.attempt);
    this.silent = false;
    this.saving = new Saving(() => this.drawStates());
    this.sender = new Sender(journal, (token, entries) => this.#send(token, entries), {
      received: (settled) => this.#received(settled),
      renumbered: (...entries) => this.saving.renumbered(...entries),
      cleared: () => this.saving.cleared(),
      trouble: (fault) => this.#trouble(fault),
    });
    this.answering = new Answering(find("sheets"), paper, journal, (entry) => {
      this.saving.made(entry);
      this.aside.made(entry, this.#timeNow());
      this.redraw();
      this.sender.wake();
    });
    this.clock = new Clock({
      draw: drawClock,
      speak: (minutes) => tell(say("minutes_left", { minutes }), minutes <= 5),
      over: () => this.#timeOver(),
    });
    this.messages = new Messages(base, state.token);
    this.facts = new Facts(`${base}/facts`, state.token);
    this.presence = new Presence(
      () => save(state.token, [], this.#page()),
      (answer) => this.#heard(answer),
      (fault) => this.#trouble(fault),
      state.every_ms,
    );
    this.#furnish();
  }

  // What stands around the question.
  #furnish() {
    const { paper, marks, base } = this;
    this.grid = new Grid(find("grid"), paper, marks, (at) => this.open(at));
    this.stage = new Stage(paper, marks, () => this.redraw());
    this.allowCalculator = openCalculator(find("calculator"), find("calculator-open"));
    this.reading = new Reading(this.state.languages, () => this.#languageChanged());
    this.overview = new Overview(paper, marks, {
      open: () => {
        this.answering.commitTyped();
        show("overview");
      },
      close: () => this.open(this.stage.at),
      go: (at) => this.open(at),
      finish: () => this.#finish(),
    });
    for (const sheet of paper.sheets.values()) {
      for (const article of sheet.values()) {
        enableStriking(article, marks);
        const items = article.querySelector("[data-items]");
        if (items) enableOrdering(items, () => this.answering.commit(article), tell);
      }
    }
    enableReports(base, this.state.token, () => this.stage);
    find("clear").addEventListener("click", () => this.#clear());
    window.addEventListener("online", () => this.sender.wake());
    window.addEventListener("beforeunload", (event) => {
      if (this.saving.unsent && !this.answering.over) event.preventDefault();
    });
    const wide = window.matchMedia("(min-width: 56rem)");
    this.foldNumbers = () => (find("numbers").open = wide.matches);
    wide.addEventListener("change", this.foldNumbers);
    listenToKeys(actsOf(this), find("keys-on"), () => document.body.dataset.view);
  }

  async begin() {
    const { state } = this;
    this.reading.begin(state.language);
    for (const { question } of state.answers) this.saving.known(question);
    await this.answering.restore(state.answers);
    const number = this.marks.question ?? state.order[(state.question || 1) - 1]?.number;
    uncover();
    this.foldNumbers();
    this.stage.go(Math.max(0, state.order.findIndex((one) => one.number === number)), true);
    this.clock.hear(state.clock, state.heard.ms, state.heard.at);
    this.clock.run();
    this.aside.begin(this.#timeNow());
    this.#pause();
    this.messages.look(state.news);
    this.release = claimAttempt(state.attempt, () => this.#giveWay());
    this.presence.start();
    this.sender.wake();
  }

  // ---- what is seen ----

  open(at) {
    this.answering.commitTyped();
    if (!isCovered()) show("test");
    this.stage.go(at);
    this.foldNumbers();
  }

  redraw() {
    const { paper, stage } = this;
    if (!stage?.shown) return;
    const { number, calculator } = paper.order[stage.at];
    drawStrikes(stage.shown, this.marks);
    find("clear").hidden = !this.answering.has(number);
    find("notice").textContent = "";
    this.allowCalculator(Boolean(calculator));
    this.grid.draw(stage.at);
    const answered = paper.size - paper.unanswered;
    find("grid-count").textContent = say("answered_count", { answered, count: paper.size });
    this.drawStates();
  }

  drawStates() {
    drawSaving(this.saving.overall());
    if (this.stage?.shown) drawQuestionSaving(this.saving.of(this.stage.number));
    drawStrip(this.silent || this.saving.trouble, this.journal.lasting);
  }

  #languageChanged() {
    this.answering.commitTyped();
    this.stage.draw();
    this.redraw();
    this.clock.tick();
    if (!find("overview").hidden) this.overview.draw();
    this.facts.language(language());
  }

  #clear() {
    this.answering.clear(this.stage.number);
    tell(say("cleared"));
  }

  // ---- the line to the server ----

  async #send(token, entries) {
    const mine = token === this.state.token;
    const answer = await save(token, entries, mine ? this.#page() : null);
    if (mine) this.#stands(answer);
    return answer;
  }

  // Where the attempt stands, by an answer to this very device.
  #stands({ state, clock, ms, at }) {
    if (state !== "running" && state !== "paused") {
      this.#lookAgain();
      return false;
    }
    this.clock.hear(clock, ms, at);
    this.#pause();
    if (isCovered("over") && this.clock.now() > 0) this.#timeAgain();
    return true;
  }

  #received(settled) {
    if (this.saving.trouble) tell(say("saved_again"));
    this.saving.received(settled);
    this.#line(true);
  }

  #trouble(fault) {
    if (fault instanceof Refused) {
      if (this.saving.unsent) this.saving.failed();
      this.#lookAgain();
      return;
    }
    if (this.saving.unsent) {
      if (!this.saving.trouble) tell(say("offline_spoken"));
      this.saving.failed();
    }
    this.#line(false);
  }

  #line(works) {
    this.silent = !works;
    this.facts.lasts("offline", !works);
    this.drawStates();
  }

  // What the clock says, as the server would tell it.
  #timeNow() {
    const { version, paused } = this.clock;
    return version < 0 ? this.state.clock : { left_ms: Math.round(this.clock.now()), version, paused };
  }

  // What the page shows, for the invigilator's board.
  #page() {
    return {
      question: this.stage.at + 1,
      answered: this.paper.size - this.paper.unanswered,
      unsent: this.saving.unsent,
      focused: document.hasFocus(),
      clock: Math.max(0, this.clock.version),
    };
  }

  #heard(answer) {
    this.#line(true);
    if (!this.#stands(answer)) return;
    if (this.saving.unsent) this.sender.wake();
    this.aside.stands(this.#timeNow());
    this.messages.look(answer.news);
    this.facts.send();
  }

  // The server refused: where does the attempt stand now? While it runs, the sender tries again by itself.
  async #lookAgain() {
    if (this.looking) return;
    this.looking = true;
    const state = await this.stateNow();
    this.looking = false;
    if (state.phase !== "running") await this.#leave(state);
  }

  // ---- time and ends ----

  #pause() {
    const { paused } = this.clock;
    if (paused && !isCovered("paused")) {
      this.answering.commitTyped();
      cover("paused");
    } else if (!paused && isCovered("paused")) {
      uncover();
      find("place").focus();
    }
  }

  // Nothing more can be answered; what is written here still goes out, and the server says how it ended.
  async #timeOver() {
    await this.answering.commitTyped();
    this.answering.over = true;
    cover("over");
    this.sender.wake();
    this.presence.every = ENDING_MS;
    this.presence.now();
  }

  // Time was granted after the last second.
  #timeAgain() {
    this.answering.over = false;
    uncover();
    find("place").focus();
  }

  async #finish() {
    await this.answering.commitTyped();
    await this.sender.wake();
    if (this.saving.unsent) throw new Error("not everything is saved yet");
    const { data } = await post(`${this.base}/finish`, {}, this.state.token);
    await this.#leave(data);
  }

  // The attempt ended, or goes on at another computer: what is still here is sent as evidence before this page rests.
  async #leave(data) {
    if (this.left) return;
    this.left = true;
    this.answering.over = true;
    if (this.saving.unsent) await this.sender.wake();
    this.stopAll();
    await this.goOn(data);
  }

  // A newer page of this browser works on the attempt.
  async #giveWay() {
    await this.answering.commitTyped();
    this.stopAll();
    cover("elsewhere", { act: () => window.location.reload(), button: "go_on_here" });
  }

  stopAll() {
    this.answering.over = true;
    this.sender.stop();
    this.presence.stop();
    this.clock.stop();
    this.aside.stop();
    this.release?.();
  }
}
