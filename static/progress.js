// Looks every two seconds how far a long work is: the numbers move in their place, and the page opens anew at the end.
"use strict";

(() => {
  const shown = document.querySelector("[data-follow]");
  if (!shown) return;
  const look = async () => {
    const answer = await fetch(location.href, { headers: { Accept: "text/html" } }).catch(() => null);
    if (answer && answer.ok) {
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const now = page.querySelector("[data-follow]");
      if (!now) {
        location.reload();
        return;
      }
      for (const name of ["label", "progress"]) {
        const [here, there] = [shown.querySelector(name), now.querySelector(name)];
        if (name === "label") here.textContent = there.textContent;
        else if (there.hasAttribute("value")) here.value = there.value;
      }
    }
    setTimeout(look, 2000);
  };
  setTimeout(look, 2000);
})();
