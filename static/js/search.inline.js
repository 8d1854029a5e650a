// Stands in the head of the search page, before the style sheet, for which a
// script would have to wait. What the query in the address needs first is asked
// for beside the entry file, not after it and the search's own script have come:
// its blocks, or, where the query or the page has traditional characters, the table
// without which these cannot be looked up.
import { likelyFiles, neededFiles } from "./_search/early.js";
import { isRare } from "./_search/text.js";

const address = new URLSearchParams(location.search), query = address.get("q"), literal = address.has("literal");
const index = document.querySelector("meta[name=search-index]")?.content;

function ask(rel, href) {
  const link = document.createElement("link");
  Object.assign(link, { rel, as: "fetch", crossOrigin: "anonymous", href });
  document.head.append(link);
}

if (query) {
  const rare = isRare(query);
  if (rare || document.documentElement.lang !== "zh-Hans") ask("preload", "fold.json");
  if (index && !rare) {
    const early = JSON.parse(index);
    for (const name of neededFiles(early, query, literal)) ask("preload", name);
    // Telling what is likely takes the browser some time. Where a script has come
    // meanwhile the line is fast, and asking when it is needed costs less.
    setTimeout(() => {
      if (literal || performance.getEntriesByType("resource").some(({ name }) => name.endsWith(".js"))) return;
      for (const name of likelyFiles(early, query)) ask("prefetch", name);
    });
  }
}
