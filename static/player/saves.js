// The form of a save and of its receipt, as the saving door of the server knows them.

import { deviceMs } from "./moments.js";
import { post } from "./wire.js";

const ADDRESS = "/exam/save";

// Send entries of one device, with what the page shows; without entries it asks for the time alone.
// Gives the receipt of each number, the clock, where the attempt stands, and the newest message's number.
export async function save(token, entries, page) {
  const body = {
    sent: deviceMs(),
    entries: entries.map(({ sequence, question, value, made_ms }) => [sequence, question, JSON.parse(value), made_ms]),
    ...(page && { page }),
  };
  const { data, ms, at } = await post(ADDRESS, body, token);
  const epoch = epochOf(token);
  const numbered = (held = {}) =>
    Object.entries(held).map(([number, why]) => ({ epoch, sequence: Number(number), why }));
  return {
    receipts: [
      ...(data.saved ?? []).map((sequence) => ({ epoch, sequence, why: null })),
      ...numbered(data.apart),
    ],
    taken: numbered(data.refused).filter(({ why }) => why === "number_taken"),
    state: data.state,
    clock: { left_ms: data.left, version: data.clock, paused: data.state === "paused" },
    news: data.news,
    ms,
    at,
  };
}

// A token names its attempt and its device: 7.1.secret.
export function epochOf(token) {
  return Number(token.split(".")[1]);
}
