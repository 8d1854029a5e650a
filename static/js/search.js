// All of the search but the way to it. The search page loads it at once, other
// pages when somebody reaches for the search.
import { startPage } from "./_search/page.js";

export { startDialog } from "./_search/dialog.js";

// shown is kept when the search page shows what its address asks for.
export const shown = document.querySelector("meta[name=search-index]") && startPage();
