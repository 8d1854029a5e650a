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

// hit is a passage as an item of the list. missing are the words of the query
// that it does not hold.
export function hit(passage: Passage, missing: string[], { engine, result, word }: Context) {
  return element(
    "li",
    { class: "search-hit" },
    element("h3", null, element("a", { href: passage.url }, marked(passage.title, engine.marks(passage.title, result)))),
    paragraph({ class: "card-facts" }, facts(passage, word)),
    passage.heading ? element("p", { class: "search-goal" }, marked(passage.heading, engine.marks(passage.heading, result))) : null,
    passage.text ? element("p", null, excerpt(engine.snippet(passage.text, result, snippetLength))) : null,
    missing.length > 0 ? element("p", { class: "search-missing" }, word("missing", { terms: missing.join(word("list")) })) : null,
  );
}

// list is the items of one page of results; before the first that lacks words
// of the query stands a heading.
export function list(hits: Hit[], passages: Passage[], from: number, context: Context) {
  return hits.map((found, i) => {
    const item = hit(passages[i], from + i < context.result.total ? [] : found.missing, context);
    if (from + i === context.result.total || (i === 0 && from > context.result.total)) {
      item.prepend(element("h2", null, context.word("near")));
    }
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
