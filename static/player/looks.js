// How the page looks to this reader: size of letters, contrast, light or dark. Kept on this computer.

import { read, write } from "./marks.js";

const KEY = "synaq-looks";
const NAMES = ["text", "contrast", "theme"];

export function wearLooks(menu) {
  const looks = read(KEY);
  const root = document.documentElement;
  const wear = () => {
    for (const name of NAMES) {
      if (looks[name]) root.dataset[name] = looks[name];
      else delete root.dataset[name];
    }
  };
  for (const control of menu.querySelectorAll("input[type=radio]")) {
    if (control.name in looks) control.checked = control.value === looks[control.name];
    control.addEventListener("change", () => {
      looks[control.name] = control.value;
      write(KEY, looks);
      wear();
    });
  }
  wear();
}
