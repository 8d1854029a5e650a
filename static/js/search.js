// All of the search but the way to it. The search page loads it at once, other
// pages when somebody reaches for the search.
import { startPage } from "./_search/page.js";

export { startDialog } from "./_search/dialog.js";

const page = document.querySelector(".search-page");
if (page) startPage(page);
