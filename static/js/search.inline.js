// Stands in the head of the search page, before the style sheet, for which a
// script would have to wait. What the query in the address needs first is asked
// for beside the entry file, not after it and the search's own script have come:
// its blocks, or, where the query or the page has traditional characters, the table
// without which these cannot be looked up.
import { earlyFiles } from "./_search/early.js";
import { isRare } from "./_search/text.js";

const query = new URLSearchParams(location.search).get("q");
const index = document.querySelector("meta[name=search-index]")?.content;

function preload(href) {
  const early = document.createElement("link");
  Object.assign(early, { rel: "preload", as: "fetch", crossOrigin: "anonymous", href });
  document.head.append(early);
}

if (query) {
  const rare = isRare(query);
  if (rare || document.documentElement.lang !== "zh-Hans") preload("fold.json");
  if (index && !rare) earlyFiles(JSON.parse(index), query).forEach(preload);
}
