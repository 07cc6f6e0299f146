// The line to the server: every request has an end, and an answer that is no answer counts as none.

const PATIENCE_MS = 12_000;

// The server could not be reached, was too slow or broke down: the same request may be tried again.
export class Unreachable extends Error {}

// The server said no, in a sentence.
export class Refused extends Error {
  constructor(status, told) {
    super(told?.sentence ?? String(status));
    this.status = status;
    this.told = told ?? {};
  }
}

async function ask(address, options, patience) {
  const began = performance.now();
  let answer;
  let body;
  try {
    answer = await fetch(address, {
      credentials: "same-origin",
      cache: "no-store",
      redirect: "error",
      signal: AbortSignal.timeout(patience),
      ...options,
      headers: { Accept: "application/json", ...options.headers },
    });
    body = await answer.text();
  } catch (fault) {
    throw new Unreachable(String(fault));
  }
  if (answer.status >= 500 || answer.status === 429 || answer.status === 408) {
    throw new Unreachable(`status ${answer.status}`);
  }
  return { status: answer.status, body, ms: performance.now() - began, at: performance.now() };
}

function read(answer) {
  try {
    return JSON.parse(answer.body);
  } catch {
    throw new Unreachable("the answer cannot be read");
  }
}

export async function get(address, patience = PATIENCE_MS) {
  const answer = await ask(address, { method: "GET" }, patience);
  if (answer.status !== 200) throw new Refused(answer.status, read(answer));
  return { data: read(answer), ms: answer.ms, at: answer.at };
}

export async function getText(address, patience = 60_000) {
  const answer = await ask(address, { method: "GET", headers: { Accept: "text/html" } }, patience);
  if (answer.status !== 200) throw new Refused(answer.status);
  return answer.body;
}

// With a `token` the request is the device's own; without one, the page's cookie says whose it is.
export async function post(address, body, token = null) {
  const headers = { "Content-Type": "application/json", ...(token && { Authorization: `Bearer ${token}` }) };
  const answer = await ask(address, { method: "POST", body: JSON.stringify(body), headers }, PATIENCE_MS);
  if (answer.status >= 400) throw new Refused(answer.status, read(answer));
  return { data: read(answer), ms: answer.ms, at: answer.at };
}
