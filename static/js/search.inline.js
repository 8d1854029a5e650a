// Stands in the head of the search page, before the style sheet, for which a
// script would have to wait. What the query in the address needs first is asked
// for beside the entry file, not after it and the search's own script have come:
// its blocks, or, where the query or the page has traditional characters, the table
// without which these cannot be looked up.
import { likelyFiles, neededFiles, patience } from "./_search/early.ts";
import { beside, fetchEarly } from "./_search/file.ts";
import { isRare } from "./_search/text.ts";

const quick = 100; // ms in which a fast line brings a script
const root = document.documentElement, script = document.querySelector("script[async]");
const address = new URLSearchParams(location.search), query = (address.get("q") ?? "").trim(), literal = address.has("literal");
const index = document.querySelector("meta[name=search-index]").content;

// prefetch puts a file into the browser's cache. For a link that prefetches, Firefox
// would ask default-src of the policy, which allows nothing.
function prefetch(url) {
  fetch(url, { priority: "low" }).then((response) => response.arrayBuffer()).catch(() => {});
}

function ask() {
  const rare = isRare(query);
  if (rare || root.lang !== "zh-Hans") fetchEarly(beside("fold.json"));
  if (!index || rare) return;
  const early = JSON.parse(index);
  for (const name of neededFiles(early, query, literal)) fetchEarly(beside(name));
  // Telling what is likely takes the browser some time. Where a script has come
  // meanwhile the line is fast, and asking when it is needed costs less.
  setTimeout(() => {
    const isFast = performance.getEntriesByType("resource").some(({ name }) => name.endsWith(".js"));
    if (!literal && !isFast) likelyFiles(early, query).map(beside).forEach(prefetch);
  }, quick);
}

// Laying the page out takes the same processor as the search, and as long. On a fast
// line it is laid out once, when the results are there: the page stays hidden so long,
// but no longer than a slow line takes for its style sheet.
function show() {
  root.hidden = false;
}

// fill says what is sought before the search's own script is there.
function fill() {
  document.querySelector("main .search-form").q.value ||= query;
}

// failed has the page say what can be done without the search.
function failed() {
  delete root.dataset.search;
  show();
}

// What all pages do comes when the search has started, or will not.
function finish() {
  document.readyState === "loading" ? addEventListener("DOMContentLoaded", finish) : import(document.body.dataset.src);
}

root.dataset.search = query ? "asked" : "empty";
if (query) {
  root.hidden = true;
  setTimeout(show, patience);
  addEventListener("DOMContentLoaded", fill);
  ask();
}
import(script.src).then((search) => search.started).catch(failed).then(finish);
