// The sentences of the player, in the language that the candidate reads now. They come from the server's catalogues.

const spoken = new Map();
let current = "";

export function learn(language, words) {
  spoken.set(language, words);
}

export function speak(language) {
  if (!spoken.has(language)) return;
  current = language;
  document.documentElement.lang = language;
  label(document);
}

export function language() {
  return current;
}

// A sentence with its holes filled: say("saved", { time: "14:02:07" }).
export function say(key, holes = {}) {
  const sentence = spoken.get(current)?.[key] ?? "";
  return sentence.replace(/%\((\w+)\)s/g, (hole, name) => (name in holes ? String(holes[name]) : hole));
}

// Put the sentences where the page names them. What changes while the test runs is written by who changes it.
export function label(root) {
  for (const element of root.querySelectorAll("[data-word]")) element.textContent = say(element.dataset.word);
  for (const element of root.querySelectorAll("[data-word-label]")) {
    element.setAttribute("aria-label", say(element.dataset.wordLabel));
  }
}
