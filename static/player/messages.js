// Words of the invigilator on the candidate's screen, and the mark that they were read.

import { say } from "./words.js";
import { get, post } from "./wire.js";

const find = (name) => document.querySelector(`[data-part="${name}"]`);

export class Messages {
  constructor(address, token) {
    this.address = address;
    this.token = token;
    this.read = new Set();
    this.unmarked = new Set();
    this.showing = null;
    this.waiting = [];
    this.news = 0;
    find("message-read").addEventListener("click", () => this.#mark());
    // It goes away by being read, not by a key pressed in passing.
    find("message").addEventListener("cancel", (event) => event.preventDefault());
  }

  // What the server has for this candidate; what was read here is not shown again while its mark is on the way.
  hear(messages = []) {
    for (const message of messages) {
      const known = this.showing?.id === message.id || this.waiting.some(({ id }) => id === message.id);
      if (!message.read && !known && !this.read.has(message.id)) this.waiting.push(message);
    }
    if (!this.showing) this.#next();
  }

  // The server says which is its newest; what is not here yet is fetched.
  async look(news) {
    if (news <= this.news) {
      for (const id of this.unmarked) this.#send(id);
      return;
    }
    try {
      this.hear((await get(`${this.address}/messages`)).data.messages);
      this.news = news;
    } catch {
      // With the next sign of life it is tried again.
    }
  }

  #next() {
    this.showing = this.waiting.shift() ?? null;
    if (!this.showing) return;
    find("message-time").textContent = say("message_at", { time: this.showing.at });
    find("message-words").textContent = this.showing.words;
    find("message").showModal();
  }

  #mark() {
    this.read.add(this.showing.id);
    this.#send(this.showing.id);
    this.showing = null;
    find("message").close();
    this.#next();
  }

  #send(id) {
    this.unmarked.add(id);
    post(`${this.address}/read`, { message: id }, this.token).then(
      () => this.unmarked.delete(id),
      () => {}, // With the next sign of life it is tried again.
    );
  }
}
