// The results: what one passage looks like in the list and in the answer card.
import { type Attributes, type Child, element, excerpt, marked } from "./element.ts";
import type { Card, Engine, Hit, Result } from "./engine.ts";
import type { Passage } from "./records.ts";
import type { Word } from "./words.ts";

// A Context is what drawing a result needs beside it.
interface Context {
  engine: Engine;
  result: Result;
  word: Word;
}

const snippetLength = 120; // characters

// facts are what stands under the name of a passage: the report and its year,
// unless its title says it, who is responsible, and how it stands, with the mark that
// the tables have for an outcome.
function facts(passage: Passage, word: Word) {
  const year = passage.year && !passage.report.includes(String(passage.year)) ? word("year", { year: passage.year }) : "";
  const list = [passage.report === passage.title ? "" : passage.report, year, passage.unit];
  const facts = list.filter((fact) => fact !== "" && fact != null).map((fact) => element("span", null, String(fact)));
  const mark = ["met", "pending", "missed"].find((name) => word(`mark-${name}`) === passage.status);
  if (passage.status) facts.push(element("span", mark ? { class: `result mark-${mark}` } : null, passage.status));
  return facts;
}

// paragraph makes one unless it would be empty.
const paragraph = (attributes: Attributes | null, children: Child[]) => (children.length > 0 ? element("p", attributes, children) : null);

// hit is a passage as an item of the list, above it perhaps another of the same task:
// then its goal is its name. missing are the words of the query that it does not hold.
export function hit(passage: Passage, missing: string[], above: Passage | null, { engine, result, word }: Context) {
  const marks = (text: string) => marked(text, engine.marks(text, result)), goal = passage.heading, goes = above && goal;
  const said = above ? facts(above, word).map((fact) => fact.textContent) : [];
  return element(
    "li",
    { class: "search-hit" },
    element("h3", goes ? { class: "search-goal" } : null, element("a", { href: passage.url }, marks(goes || passage.title))),
    paragraph({ class: "card-facts" }, facts(passage, word).filter((fact) => !said.includes(fact.textContent))),
    goal && !goes ? element("p", { class: "search-goal" }, marks(goal)) : null,
    passage.text ? element("p", null, excerpt(engine.snippet(passage.text, result, snippetLength))) : null,
    missing.length > 0 ? element("p", { class: "search-missing" }, word("missing", { terms: missing.join(word("list")) })) : null,
  );
}

const pageOf = ({ url }: Passage) => url.split("#")[0];

// together are the places of passages, those of one page behind its best one. The first
// full of them are not mixed with the others.
export function together(passages: Passage[], full: number) {
  const page = passages.map((passage, i) => (i < full) + pageOf(passage));
  return passages.map((_, i) => i).sort((a, b) => page.indexOf(page[a]) - page.indexOf(page[b]));
}

// list is the items of one page of results; before the first that lacks words
// of the query stands a heading.
export function list(hits: Hit[], passages: Passage[], from: number, context: Context) {
  const full = Math.max(0, context.result.total - from);
  return together(passages, full).map((i, at, places) => {
    const above = at && at !== full ? passages[places[at - 1]] : null;
    const item = hit(passages[i], i < full ? [] : hits[i].missing, above && pageOf(above) === pageOf(passages[i]) ? above : null, context);
    if (at === full) item.prepend(element("h2", null, context.word("near")));
    return item;
  });
}

// answer fills the card that quotes the passage that answers a question.
export function answer(card: HTMLElement, { passage, text }: Card) {
  card.querySelector("blockquote")!.replaceChildren(element("p", null, excerpt(text)));
  const parts = [element("cite", null, element("a", { href: passage.url }, passage.title))];
  if (passage.report && passage.report !== passage.title) parts.push(element("span", null, passage.report));
  if (passage.date) parts.push(element("time", { datetime: passage.date }, passage.date));
  card.querySelector("figcaption")!.replaceChildren(...parts);
}
