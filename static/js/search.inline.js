// Stands in the head of the search page, before the style sheet, for which a
// script would have to wait. The table of traditional characters is needed
// before anything can be looked up, where the query has some or the page is
// written with them: it is asked for beside the entry file, not after the
// search's own script has come.
import { isRare } from "./_search/text.js";

const query = new URLSearchParams(location.search).get("q");
if (query && (document.documentElement.lang !== "zh-Hans" || isRare(query))) {
  const early = document.createElement("link");
  Object.assign(early, { rel: "preload", as: "fetch", crossOrigin: "anonymous", href: "fold.json" });
  document.head.append(early);
}
