// What the pages do beyond links: the print button, which stays hidden where
// scripts do not run.
for (const button of document.querySelectorAll("[data-print]")) {
  button.addEventListener("click", () => window.print());
  button.hidden = false;
}
