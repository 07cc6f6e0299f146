// <p data-iin="#id">: reads the IIN while it is typed and says what its digits say. The server decides, not this.
"use strict";

const weighed = (digits, weights) => weights.reduce((sum, weight, place) => sum + weight * digits[place], 0) % 11;

// The twelfth digit for the first eleven; null where no number may exist.
const checkDigit = (digits) => {
  const first = weighed(digits, [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
  if (first < 10) return first;
  const second = weighed(digits, [3, 4, 5, 6, 7, 8, 9, 10, 11, 1, 2]);
  return second < 10 ? second : null;
};

const read = (text) => {
  const plain = text.replace(/\s/g, "");
  if (plain === "") return { reason: "nothing" };
  if (!/^\d+$/.test(plain) || plain.length > 12) return { reason: "length" };
  const digits = [...plain].map(Number);
  const century = { 1: 1800, 2: 1800, 3: 1900, 4: 1900, 5: 2000, 6: 2000 }[digits[6]];
  if (digits.length > 6 && !century) return { reason: "kind" };
  if (digits.length < 12) return { reason: "left", left: 12 - digits.length };
  if (checkDigit(digits) !== digits[11]) return { reason: "check" };
  const [year, month, day] = [century + Number(plain.slice(0, 2)), Number(plain.slice(2, 4)), Number(plain.slice(4, 6))];
  const born = new Date(Date.UTC(year, month - 1, day));
  born.setUTCFullYear(year);
  const real = born.getUTCMonth() === month - 1 && born.getUTCDate() === day && born <= new Date();
  if (!real) return { reason: "date" };
  return { reason: "born", date: `${plain.slice(4, 6)}.${plain.slice(2, 4)}.${year}` };
};

for (const line of document.querySelectorAll("[data-iin]")) {
  const field = document.querySelector(line.dataset.iin);
  let wait = 0;
  const tell = () => {
    const said = read(field.value);
    const words = line.dataset[said.reason] || "";
    line.textContent = words.replace("{n}", said.left).replace("{date}", said.date);
  };
  field.addEventListener("input", () => {
    clearTimeout(wait);
    wait = setTimeout(tell, 400);
  });
  // What the server has just said stands beside the field already.
  if (!field.hasAttribute("aria-invalid")) tell();
}
