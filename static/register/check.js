// Checks the text of a code, and a status list, in the browser alone: Ed25519 over what the register signs.
// The forms are those of orders/paper_proof.py. Nothing is sent or kept.
"use strict";

const FORM = "synaq-paper-1";
const LIST_FORM = "synaq-status-list-1";
const answer = document.getElementById("answer");
const words = answer.dataset;
const utf8 = new TextEncoder();

document.getElementById("key").value = typeof PUBLISHED_KEY === "string" ? PUBLISHED_KEY : "";

class Said extends Error {}

function bytesOf(text) {
  if (!/^[A-Za-z0-9_-]*$/.test(text)) throw new Said("changed");
  const padded = text.replaceAll("-", "+").replaceAll("_", "/") + "=".repeat((4 - (text.length % 4)) % 4);
  let raw;
  try {
    raw = Uint8Array.from(atob(padded), (letter) => letter.charCodeAt(0));
  } catch {
    throw new Said("changed");
  }
  const again = btoa(String.fromCharCode(...raw)).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
  if (again !== text) throw new Said("changed"); // another spelling of the same bytes
  return raw;
}

function signed(form, payload) {
  const head = utf8.encode(form + "\0");
  const whole = new Uint8Array(head.length + payload.length);
  whole.set(head);
  whole.set(payload, head.length);
  return whole;
}

async function keyOf(text) {
  if (!/^[A-Za-z0-9_-]{43}$/.test(text)) throw new Said("nokey");
  try {
    return await crypto.subtle.importKey("raw", bytesOf(text), { name: "Ed25519" }, false, ["verify"]);
  } catch (fault) {
    throw new Said(fault instanceof Said ? "nokey" : "old");
  }
}

async function proven(code, key) {
  const [payload, signature, more] = code.trim().replace(/^[^#]*#/, "").split(".");
  if (!code.includes("#") || !payload || !signature || more !== undefined) throw new Said("changed");
  const raw = bytesOf(payload);
  const holds = await crypto.subtle.verify({ name: "Ed25519" }, key, bytesOf(signature), signed(FORM, raw));
  if (!holds) throw new Said("changed");
  const [id, number, kind, name, since, until] = JSON.parse(new TextDecoder().decode(raw));
  // Two genuine codes do not make a third: the address leads to the very paper that the proof is of.
  if (code.trim().split("#")[0].split("/").pop() !== id) throw new Said("changed");
  return { id, number, kind, name, since, until };
}

function canonical(value) {
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  const parts = Object.keys(value).sort().map((name) => `${JSON.stringify(name)}:${canonical(value[name])}`);
  return `{${parts.join(",")}}`;
}

async function listed(text, key) {
  try {
    const { body, signature } = JSON.parse(text);
    const told = signed(LIST_FORM, utf8.encode(canonical(body)));
    const holds = await crypto.subtle.verify({ name: "Ed25519" }, key, bytesOf(signature), told);
    if (!holds || body.form !== LIST_FORM) throw new Said("nolist");
    return body;
  } catch {
    throw new Said("nolist");
  }
}

async function statusIn(body, id) {
  const digest = await crypto.subtle.digest("SHA-256", utf8.encode(`${LIST_FORM}\0${id}`));
  const entry = [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return Object.hasOwn(body.papers, entry) ? body.papers[entry] : null;
}

function say(sentence, good) {
  const line = document.createElement("p");
  line.className = good === null ? "said" : `said ${good ? "said-ok" : "said-bad"}`;
  line.textContent = sentence;
  answer.append(line);
}

function tell(rows) {
  const facts = document.createElement("dl");
  for (const [label, value] of rows) {
    const term = document.createElement("dt");
    const told = document.createElement("dd");
    term.textContent = label;
    told.textContent = value;
    facts.append(term, told);
  }
  answer.append(facts);
}

async function check() {
  const key = await keyOf(document.getElementById("key").value.trim());
  const paper = await proven(document.getElementById("code").value, key);
  say(words.proved, true);
  const kinds = JSON.parse(words.kinds);
  tell([
    [words.kind, kinds[paper.kind] ?? paper.kind], [words.number, paper.number], [words.name, paper.name],
    [words.since, paper.since], [words.until, paper.until || words.endless],
  ]);
  const file = document.getElementById("list").files[0];
  if (!file) return say(words.unlisted, null);
  const body = await listed(await file.text(), key);
  const status = await statusIn(body, paper.id);
  if (status === null) return say(words.absent, false);
  say(`${words.status}: ${words[status] ?? status}. ${words.at}: ${body.at.slice(0, 10)}`, status === "valid");
}

document.getElementById("check").addEventListener("submit", async (event) => {
  event.preventDefault();
  answer.replaceChildren();
  try {
    await check();
  } catch (fault) {
    say(words[fault instanceof Said ? fault.message : "changed"], false);
  }
});
