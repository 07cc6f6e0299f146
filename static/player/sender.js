// Carries the journal to the server: at once, one request at a time, and again until every number has its receipt.

const MOST = 100;
const FIRST_WAIT_MS = 700;
const LONGEST_WAIT_MS = 15_000;

export class Sender {
  // send(token, entries) gives { receipts, taken }; the heard one is told of receipts and of trouble.
  constructor(journal, send, heard) {
    this.journal = journal;
    this.send = send;
    this.heard = heard;
    this.failures = 0;
    this.timer = 0;
    this.running = null;
    this.again = false;
    this.stopped = false;
  }

  // Something is new, or the line may be back.
  wake() {
    clearTimeout(this.timer);
    if (this.running) {
      this.again = true;
      return this.running;
    }
    this.running = this.#run().finally(() => {
      this.running = null;
      if (this.again && !this.stopped) {
        this.again = false;
        this.wake();
      }
    });
    return this.running;
  }

  stop() {
    this.stopped = true;
    clearTimeout(this.timer);
  }

  async #run() {
    try {
      for (;;) {
        const pending = await this.journal.pending();
        if (this.stopped) return;
        if (!pending.length) break;
        const { token } = pending[0];
        await this.#carry(token, pending.filter((entry) => entry.token === token).slice(0, MOST));
        this.failures = 0;
      }
      this.heard.cleared();
    } catch (fault) {
      this.failures += 1;
      this.heard.trouble(fault);
      if (!this.stopped) this.#later();
    }
  }

  async #carry(token, batch) {
    const answer = await this.send(token, batch);
    const sent = new Map(batch.map((entry) => [`${entry.epoch}:${entry.sequence}`, entry]));
    const named = (list) => list.map(({ epoch, sequence }) => sent.get(`${epoch}:${sequence}`)).filter(Boolean);
    const settled = named(answer.receipts);
    const taken = named(answer.taken);
    // An answer that repeats none of the numbers is no receipt; asking again at once would only hurt.
    if (!settled.length && !taken.length) throw new Error("no receipt");
    await this.journal.settle(settled);
    for (const entry of taken) this.heard.renumbered(entry, await this.journal.renumber(entry));
    this.heard.received(settled);
  }

  #later() {
    const wait = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** (this.failures - 1));
    // Spread out, so that a hall whose network returns does not call in one voice.
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.wake(), wait * (0.5 + Math.random() / 2));
  }
}
