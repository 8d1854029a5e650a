// The search: opens the index that the generator made and answers from it,
// without a server. It touches nothing of the page.
import { filtered, type Filters } from "./address.ts";
import { answer, runsOf, type Understood } from "./answer.ts";
import { askingFor, cardHits, quoted } from "./card.ts";
import { count, loadFacets, passer } from "./facets.ts";
import { openIndex } from "./index.ts";
import { allWords, asTyped as allTyped, type Found, missing, mostWords, verified } from "./order.ts";
import { meets, type Query, textLength } from "./query.ts";
import type { Account, Part } from "./rank.ts";
import type { Passage } from "./records.ts";
import { asTyped, marks, snippet, type Snippet } from "./snippet.ts";
import { damaged, SearchError } from "./store.ts";
import { suggest } from "./suggest.ts";
import { folded, isRare } from "./text.ts";

export { SearchError };

export interface Options {
  filters?: Filters;
  sort?: string;
  literal?: boolean;
  from?: number; // the first of the hits that are to be shown
}

// A Hit is a passage that answers a query, exact if it holds it as it was typed; missing
// are the words of the query that it does not hold.
export interface Hit {
  id: number;
  exact: boolean;
  missing: string[];
  tier?: number;
  score?: number;
  parts?: Part[];
}

// Shown is a passage as it is shown, with its number.
export interface Shown extends Passage {
  id: number;
}

export interface Result extends Understood {
  query: string;
  hits: { length: number; slice(start: number, end?: number): Hit[] };
  total: number;
  sought?: string[][];
}

// A Card quotes the passage that answers a question.
export interface Card {
  passage: Shown;
  text: Snippet;
  figure: string; // that is asked for and marked; empty if none is
}

export type Engine = Awaited<ReturnType<typeof open>>;

// Known is kept of each result: the runs to be marked, the passages that meet the query,
// those of them that do on a closer look, and the filters.
interface Known {
  q: Query;
  runs: string[];
  met: Int32Array;
  full: Int32Array;
  filters: Filters;
}

// kept are the passages that pass filters.
function kept({ docs, total }: Found, keep: (doc: number) => boolean): Found {
  const met = docs.subarray(0, total).filter(keep), near = docs.subarray(total).filter(keep);
  return { docs: Int32Array.of(...met, ...near), total: met.length };
}

// explained says why a passage is a hit.
function explained({ score, exact, parts }: Account, doc: number, isFull: boolean) {
  const tier = exact[doc] ? allTyped : isFull ? allWords : mostWords;
  return { tier, score: Math.round(score[doc] * 100) / 100, parts: parts?.get(doc) ?? [] };
}

// guarded has work fail with SearchErrors only: what a damaged index leads to elsewhere is
// told as damage.
const guarded = <A extends unknown[], R>(work: (...args: A) => Promise<R>) => (...args: A) => work(...args).catch((error): never => {
  throw error instanceof SearchError ? error : damaged(error);
});

// open reads the entry file at an address. All errors are SearchErrors. An engine that
// explains says of its results what was sought, and what their scores are made of. rare says that
// the first query has traditional characters.
export async function open(address: string | URL, { explains = false, rare = false } = {}) {
  const index = await openIndex(new URL(address), explains, rare), { fold, passages } = index;
  const known = new WeakMap<Result, Known>();
  return {
    size: passages,

    // search answers a query. The first total of its hits meet it, the others
    // nearly do; the ten from a place on are sure to be what they seem. Hits are
    // made when a part of them is asked for.
    search: guarded(async (query: string, { filters = {}, sort, literal, from }: Options = {}): Promise<Result> => {
      const isFiltered = filtered({ filters }), byTime = sort === "time";
      if (isFiltered) await index.learn(isRare(Object.values(filters).join()) || undefined); // an address may come from the other script
      const [a, facets] = await Promise.all([answer(index, query, literal), isFiltered ? loadFacets(index) : null]);
      const { account, found, q, ...said } = a, keep = facets ? passer(fold, facets, filters) : false as const;
      const view = isFiltered || byTime || from;
      const { docs, total } = account && view ? await verified(account, { keep, byTime, from }) : keep ? kept(found, keep) : found;
      const met = found.docs.subarray(0, found.total), full = account && view ? met.filter((doc) => account.full(doc)) : met; // a view looks closer
      const typed = (term: string) => asTyped(fold, said.answered.slice(0, textLength), term), isNamed = (term: string) => q.named.has(term);
      const hit = (id: number, at: number): Hit => {
        const lacking = at < total || !account ? [] : missing(account, id).filter(isNamed).map(typed);
        return { id, exact: account?.exact[id] === 1, missing: lacking, ...(explains && account ? explained(account, id, at < total) : {}) };
      };
      const hits = { length: docs.length, slice: (start: number, end?: number) => Array.from(docs.subarray(start, end), (id, i) => hit(id, start + i)) };
      if (said.state) said.state = { ...said.state, said: typed(said.state.said) };
      const result: Result = { query, ...said, dropped: said.dropped.filter(isNamed).map(typed), hits, total };
      if (explains) result.sought = q.wants.length ? q.wants.map(({ alternatives }) => alternatives.map((word) => word.join(""))) : [[q.run.join("")]];
      known.set(result, { q, runs: runsOf(q).map((run) => run.join("")), met, full, filters });
      return result;
    }),

    // card quotes the first of the best hits that answers a question, null if none does.
    card: guarded(async (result: Result): Promise<Card | null> => {
      const { q, runs, met } = known.get(result)!, answers = met.slice(0, cardHits), asking = askingFor(q.run.join(""));
      const isOfPerson = /谁|哪位/.test(q.asked.join("")); // no text says who somebody is
      if (!q.question || q.ignored || isOfPerson || result.state || result.column !== undefined) return null;
      await index.loadTexts(answers);
      for (const id of answers) {
        const text = quoted(index, index.text(id), runs, asking);
        if (text) return { passage: { id, ...index.text(id) }, text, figure: text.figure };
      }
      return null;
    }),

    // passages returns passages as they are shown.
    passages: guarded(async (ids: number[]): Promise<Shown[]> => {
      await index.loadTexts(ids);
      return ids.map((id) => ({ id, ...index.text(id) }));
    }),

    // marks are the places in a text that the result's query matched.
    marks: (text: string, result: Result) => marks(fold, text, known.get(result)!.runs),

    // snippet is the part of a text that shows them best.
    snippet: (text: string, result: Result, length: number) => snippet(fold, text, known.get(result)!.runs, length),

    // facets counts the values of the result's full matches, each group without
    // its own filter.
    facets: guarded(async (result: Result) => {
      const { full, filters } = known.get(result)!;
      return count(fold, await loadFacets(index), filters, full);
    }),

    // learn reads what it takes to fold a text in any script.
    learn: (text: string) => index.learn(isRare(text) || undefined),

    // folded is a text as it is compared with others.
    folded: (text: string) => folded(fold, text).join(""),

    // meets says whether folded texts that belong together, as the cells of a row, meet
    // what a result answers.
    meets: (result: Result, texts: string[]) => meets(known.get(result)!.q, texts),

    // suggest completes what has been typed.
    suggest: guarded((text: string, limit: number) => suggest(index, text, limit)),
  };
}
