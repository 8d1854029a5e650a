// Stands in the head of the search page, before the style sheet, for which a script would
// have to wait: the search's own script begins before all others.
const root = document.documentElement, script = document.querySelector<HTMLScriptElement>("script[async]")!;
const query = (new URLSearchParams(location.search).get("q") ?? "").trim();

// fill says what is sought before the search's own script is there.
function fill() {
  document.querySelector<HTMLFormElement>("main .search-form")!.q.value ||= query;
}

// failed has the page say what can be done without the search.
function failed() {
  delete root.dataset.search;
}

// What all pages do comes when the search has started, or will not.
function finish() {
  document.readyState === "loading" ? addEventListener("DOMContentLoaded", finish) : import(document.body.dataset.src!);
}

root.dataset.search = query ? "asked" : "empty";
if (query) addEventListener("DOMContentLoaded", fill);
import(script.src).then((search) => search.started).catch(failed).then(finish);
