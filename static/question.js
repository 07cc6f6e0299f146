// The editor of questions: what is typed is saved after a short rest, and the page says honestly where it stands.
"use strict";

const REST = 1500;
const AGAIN = 10000;

for (const form of document.querySelectorAll("form[data-autosave]")) {
  const saved = form.querySelector(".saved");
  const refused = form.querySelector("[data-refused]");
  let timer = null;
  let running = null;
  let changed = false;
  let ended = false;

  const tell = (state, time) => {
    saved.dataset.state = state;
    if (time) for (const one of saved.querySelectorAll("[data-time]")) one.textContent = time;
  };
  // "Not saved since …" needs a time; before the first saving it is when the page was opened.
  const opened = new Date().toTimeString().slice(0, 8);
  const lastSaved = () => saved.querySelector("[data-time]").textContent || opened;
  const later = (rest) => {
    clearTimeout(timer);
    timer = setTimeout(save, rest);
  };

  const faults = (list) => {
    for (const place of form.querySelectorAll("[data-notes]")) {
      const lines = list.filter((one) => one.field === place.dataset.notes);
      place.querySelector("[data-faults]").replaceChildren(...lines.map((one) => {
        const line = document.createElement("p");
        line.className = one.error ? "note-bad" : "note-warn";
        line.textContent = one.sentence;
        return line;
      }));
    }
  };
  const previews = (shown) => {
    for (const place of form.querySelectorAll("[data-preview-of]")) {
      const markup = shown[place.dataset.previewOf];
      place.closest("[data-preview]").hidden = markup === undefined;
      // The server has cleaned it; the same markup stands in the page after a reload.
      if (markup !== undefined) place.innerHTML = markup;
    }
  };
  const states = (known) => {
    for (const place of form.querySelectorAll("[data-state-of]")) {
      const { word, kind } = known[place.dataset.stateOf];
      const tag = place.firstElementChild;
      tag.textContent = word;
      tag.className = kind ? `tag tag-${kind}` : "tag";
    }
  };

  const send = async () => {
    changed = false;
    tell("sending");
    const body = new FormData(form);
    body.delete("image");
    // That a translation stands is said by pressing a button, never by the way.
    for (const name of [...body.keys()]) if (name.startsWith("stands-")) body.delete(name);
    const answer = await fetch(form.dataset.autosave, { method: "POST", body, headers: { Accept: "application/json" } });
    const told = await answer.json();
    if (!answer.ok) {
      refused.textContent = told.refused || told.sentence || answer.statusText;
      refused.hidden = false;
      ended = Boolean(told.stale);
      tell("unsaved");
      return;
    }
    refused.hidden = true;
    form.elements.version.value = told.version;
    faults(told.faults);
    previews(told.previews);
    states(told.states);
    tell(changed ? "unsaved" : "saved", told.saved);
  };
  const save = async () => {
    if (running || ended) return;
    timer = null;
    running = send();
    try {
      await running;
      running = null;
      if (changed) later(REST);
    } catch {
      running = null;
      tell("unsaved");
      later(AGAIN);
    }
  };

  form.addEventListener("input", (event) => {
    if (event.target.type === "file" || event.target.name === "alternative") return;
    changed = true;
    if (saved.dataset.state !== "sending") tell("unsaved", lastSaved());
    later(REST);
  });
  // A button waits for the saving that is on its way, so that both do not meet.
  form.addEventListener("submit", (event) => {
    clearTimeout(timer);
    if (!running) {
      ended = true;
      return;
    }
    event.preventDefault();
    event.stopPropagation();
    const button = event.submitter;
    running.finally(() => setTimeout(() => { ended = true; form.requestSubmit(button); }, 0));
  });
}
