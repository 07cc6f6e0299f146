// One act is sent once: a second click on the way changes nothing, and the button says what is going on.
// The server holds against doubles by itself; this spares the person the doubt.
"use strict";

document.addEventListener("submit", (event) => {
  const form = event.target;
  // A form that answers with a file leaves the page as it was, so it may be sent again: data-again says so.
  if (form.getAttribute("method") !== "post" || form.dataset.again !== undefined) return;
  if (form.dataset.sent !== undefined) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "";
  const button = event.submitter;
  if (button && button.dataset.sending) {
    button.dataset.words = button.textContent;
    button.textContent = button.dataset.sending;
  }
});

// Back from the next page: the form must be usable again.
window.addEventListener("pageshow", (event) => {
  if (!event.persisted) return;
  for (const form of document.querySelectorAll("form[data-sent]")) {
    delete form.dataset.sent;
    for (const button of form.querySelectorAll("[data-words]")) {
      button.textContent = button.dataset.words;
      delete button.dataset.words;
    }
  }
});
