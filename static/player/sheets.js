// Buttons that open a sheet over the page. A sheet closes by its own button or by Escape, and gives the focus back.

export function enableSheets() {
  for (const opener of document.querySelectorAll("[data-open]")) {
    const sheet = document.querySelector(`[data-part="${opener.dataset.open}"]`);
    opener.addEventListener("click", () => sheet.open || sheet.showModal());
  }
}
