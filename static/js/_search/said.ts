// What the search says in words: how much was found, what was understood, what
// went wrong.
import { address, type Asked, filtered } from "./address.ts";
import { type Child, element } from "./element.ts";
import { type Result, SearchError } from "./engine.ts";
import type { Part } from "./pages.ts";
import type { Word } from "./words.ts";

const english = /^[ -~]*[a-z]{4}[ -~]*$/i; // perhaps; a query that was answered by pinyin is not
const shownLength = 32; // characters of a query

// shown is a query as it is spoken of: a long one stands in the field.
export function shown(query: string) {
  const chars = [...query];
  return chars.length > shownLength ? chars.slice(0, shownLength).join("") + "…" : query;
}

// count says what is missing, how much was found and which part of it is shown.
export function count(state: Asked, result: Result, part: Pick<Part, "last"> & Partial<Part>, word: Word) {
  if (result.hits.length === 0 && filtered(state)) return word("none-filtered", { query: shown(state.query) });
  const lacks = lacking(result, word);
  if (result.hits.length === 0) return lacks || word("none", { query: shown(state.query) });
  const near = result.hits.length - result.total, { answered, total } = result;
  const found = [
    total > 0 ? word(result.state ? "found-state" : isCorrected(result) ? "found-as" : "found", { n: total, answered: shown(answered), values: quotedAll(result.state?.values ?? [], word) }) : lacks ? "" : word("found-none"),
    near > 0 ? word("found-near", { n: near }) : "",
    part.last > 1 ? word("range", { from: part.from! + 1, to: part.to! }) : "",
  ];
  return [lacks, found.filter(Boolean).join(word("and"))].filter(Boolean).join(word("then"));
}

const quotedAll = (terms: string[], word: Word) => terms.map((term) => word("quoted", { term })).join(word("list"));

// lacking says what no text or table has, in a whole sentence: a list of words might be
// read as an answer.
function lacking({ state, column, dropped, hits, total }: Result, word: Word) {
  if (column !== undefined) return word("no-column", { column });
  if (state && !hits.length) {
    const values = { said: state.said, column: state.column, known: quotedAll(state.known, word) };
    return word(state.known.length ? "no-state" : "no-states", values);
  }
  if (state || !dropped.length || total) return "";
  return word(dropped.length > 1 ? "dropped-all" : "dropped", { terms: quotedAll(dropped, word) });
}

const isCorrected = ({ query, answered }: Result) => answered !== query;

// notes are lines on how the query was understood, with links to other readings
// on the search page.
export function notes(state: Asked, result: Result, word: Word, page = "") {
  const again = (query: string, literal: boolean) => page + address({ ...state, query, literal, page: 1 });
  const lines: Child[][] = [];
  if (result.hits.length > 0 && isCorrected(result)) {
    lines.push([
      word("corrected", { query: shown(state.query), answered: shown(result.answered) }),
      element("a", { href: again(state.query, true) }, word("literal", { query: shown(state.query) })),
    ]);
  }
  if (result.suggestions.length > 0) {
    lines.push([word("meant"), ...result.suggestions.map((query) => element("a", { href: again(query, false) }, query))]);
  }
  if (result.state?.tables.length) {
    lines.push([word("tables"), ...result.state.tables.map(({ url, value, count }) => element("a", { href: url }, word("table", { value, n: count })))]);
  }
  if (!result.total && english.test(state.query)) lines.push([element("span", { lang: "en" }, word("english"))]);
  if (result.truncated) lines.push([word("truncated")]);
  return lines.map((parts) => element("p", null, parts));
}

// failure says why there is no result and offers the way out: another try, or
// the page again where it is older than the files of the search.
export function failure(error: unknown, retry: () => void, word: Word) {
  const kind = error instanceof SearchError ? error.kind : "network";
  const button = element("button", { class: "button", type: "button" }, word("retry-" + kind));
  button.addEventListener("click", kind === "version" ? () => renew() : retry);
  return { text: word("error-" + kind), button };
}

// renew loads the page again, past a copy of the entry file that the browser
// may have kept where the server does not say how long it may.
async function renew() {
  const entry = document.querySelector<HTMLLinkElement>("link[rel=preload][as=fetch]")!;
  await fetch(entry.href, { cache: "reload" }).catch(() => {});
  location.reload();
}
