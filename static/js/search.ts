// All of the search but the way to it. The search page loads it at once, other
// pages when somebody reaches for the search.
import { startPage } from "./_search/page.ts";

export { startDialog } from "./_search/dialog.ts";
export { ready } from "./_search/ready.ts";

// started is kept when the search page is ready for its visitor.
export const started = document.querySelector('link[href="entry.json"]') && startPage();
