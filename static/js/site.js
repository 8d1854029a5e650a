// What the pages do beyond links. Everything works without it.
import "./_editions.js";
import "./_search/reach.js";

// The print button stays hidden where scripts do not run.
for (const button of document.querySelectorAll("[data-print]")) {
  button.addEventListener("click", () => window.print());
  button.hidden = false;
}
