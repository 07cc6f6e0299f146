// "Something is wrong with this question": in the candidate's words, to those who answer for the questions.

import { language, say } from "./words.js";
import { post, Unreachable } from "./wire.js";
import { tell } from "./tell.js";

const find = (name) => document.querySelector(`[data-part="${name}"]`);

export function enableReports(address, token, where) {
  const dialog = find("problem");
  const words = dialog.querySelector("textarea");
  const told = find("problem-told");
  let number = null;

  find("problem-open").addEventListener("click", () => {
    number = where().number;
    find("problem-title").textContent = say("problem_title", { number: where().at + 1 });
    told.textContent = "";
    dialog.showModal();
    words.focus();
  });
  dialog.querySelector("[data-close]").addEventListener("click", () => dialog.close());
  dialog.querySelector("form").addEventListener("submit", async (event) => {
    event.preventDefault();
    if (!words.value.trim()) {
      told.textContent = say("problem_empty");
      words.focus();
      return;
    }
    const send = find("problem-send");
    send.disabled = true;
    told.textContent = say("sending");
    try {
      const told = { question: number, language: language(), words: words.value.trim() };
      await post(`${address}/problem`, told, token);
      words.value = "";
      dialog.close();
      tell(say("problem_sent"));
      find("notice").textContent = say("problem_sent");
    } catch (fault) {
      told.textContent = fault instanceof Unreachable ? say("problem_offline") : fault.message;
    } finally {
      send.disabled = false;
    }
  });
}
