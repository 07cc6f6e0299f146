// The last page: that the test is over, how, with how many answers, and the receipt code to take home.

import { say } from "./words.js";
import { show } from "./covers.js";

const find = (name) => document.querySelector(`[data-part="${name}"]`);

export function showEnd({ ended }) {
  find("end-how").textContent = say(`ended_${ended.how}`);
  find("end-code").textContent = ended.receipt_code;
  find("end-count").textContent = say("ended_count", { answered: ended.answered, count: ended.questions });
  find("end-time").textContent = say("ended_at", { time: ended.at });
  find("end-score").textContent = say(`score_${ended.score_shown}`);
  document.title = `${say("ended_title")} – Synaq`;
  for (const dialog of document.querySelectorAll("dialog[open]")) dialog.close();
  show("end");
  find("end-title").focus();
}
