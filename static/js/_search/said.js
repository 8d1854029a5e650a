// What the search says in words: how much was found, what was understood, what
// went wrong.
import { address, filtered } from "./address.js";
import { element } from "./element.js";

// count says how much was found and which part of it is shown.
export function count(state, result, shown, word) {
  if (result.hits.length === 0) return word(filtered(state) ? "none-filtered" : "none", { query: state.query });
  const near = result.hits.length - result.total, { answered } = result;
  return [
    result.total > 0 ? word(isCorrected(result) ? "found-as" : "found", { n: result.total, answered }) : word("found-none"),
    near > 0 ? word("found-near", { n: near }) : "",
    shown.last > 1 ? word("range", { from: shown.from + 1, to: shown.to }) : "",
  ].filter(Boolean).join(word("and"));
}

const isCorrected = ({ query, answered }) => answered !== query;

// notes are lines on how the query was understood, with links to other readings
// on the search page.
export function notes(state, result, word, page = "") {
  const again = (query, literal) => page + address({ ...state, query, literal, page: 1 });
  const lines = [];
  if (result.hits.length > 0 && isCorrected(result)) {
    lines.push([
      word("corrected", { query: state.query, answered: result.answered }),
      element("a", { href: again(state.query, true) }, word("literal", { query: state.query })),
    ]);
  }
  if (result.suggestions.length > 0) {
    lines.push([word("meant"), ...result.suggestions.map((query) => element("a", { href: again(query, false) }, query))]);
  }
  if (result.dropped.length > 0 && result.hits.length > 0) lines.push([word("dropped", { terms: result.dropped.join(word("list")) })]);
  if (result.truncated) lines.push([word("truncated")]);
  return lines.map((parts) => element("p", null, parts));
}

// failure says why there is no result and offers the way out: another try, or
// the page again where it is older than the files of the search.
export function failure(error, retry, word) {
  const kind = ["version", "damaged"].includes(error.kind) ? error.kind : "network";
  const button = element("button", { class: "button", type: "button" }, word("retry-" + kind));
  button.addEventListener("click", kind === "version" ? () => renew() : retry);
  return { text: word("error-" + kind), button };
}

// renew loads the page again, past a copy of the entry file that the browser
// may have kept where the server does not say how long it may.
async function renew() {
  const entry = document.querySelector("link[rel=preload][as=fetch]");
  await fetch(entry.href, { cache: "reload" }).catch(() => {});
  location.reload();
}
