// The search: opens the index that the generator made and answers from it,
// without a server. It touches nothing of the page.
import type { Filters } from "./address.ts";
import { answer } from "./answer.ts";
import { count, isFiltered, loadFacets, passer } from "./facets.ts";
import { openIndex } from "./index.ts";
import { missing, verified } from "./order.ts";
import { explained, type Part, release } from "./rank.ts";
import type { Passage } from "./records.ts";
import { asTyped, marks, snippet } from "./snippet.ts";
import { suggest } from "./suggest.ts";
import { isRare } from "./text.ts";

export { SearchError } from "./store.ts";

const none: string[] = [];

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
  score?: number;
  parts?: Part[];
}

// Shown is a passage as it is shown, with its number.
export interface Shown extends Passage {
  id: number;
}

export interface Result {
  query: string;
  answered: string;
  suggestions: string[];
  question: boolean;
  dropped: string[];
  truncated: boolean;
  hits: { length: number; slice(start: number, end?: number): Hit[] };
  total: number;
  sought?: string[][];
}

export type Engine = Awaited<ReturnType<typeof open>>;

// open reads the entry file at an address. All errors are SearchErrors. An engine that
// explains says of its results what was sought, and what their scores are made of.
export async function open(address: string | URL, { explains = false } = {}) {
  const index = await openIndex(new URL(address), explains), { fold, folder, passages } = index;
  const known = new WeakMap<Result, { runs: string[]; full: Int32Array; filters: Filters }>(); // of each result: the runs to be marked, the full matches, the filters
  return {
    size: passages,

    // search answers a query. The first total of its hits meet it, the others
    // nearly do; the ten from a place on are sure to be what they seem. Hits are
    // made when a part of them is asked for.
    async search(query: string, { filters = {}, sort, literal, from }: Options = {}): Promise<Result> {
      const filtered = isFiltered(filters), byTime = sort === "time";
      if (filtered) await index.learn(isRare(Object.values(filters).join()) || undefined); // an address may come from the other script
      const [a, facets] = await Promise.all([answer(index, query, literal), filtered ? loadFacets(index) : null]);
      const { account, found, runs, q, ...said } = a;
      const view = account && (filtered || byTime || from) && { keep: facets ? passer(fold, facets, filters) : false as const, byTime, from };
      const { docs, total } = account && view ? await verified(account, view) : found;
      const exact = docs.map((doc) => account!.exact[doc]), lacking = Array.from(docs.subarray(total), (doc) => missing(account!, doc));
      const reasons = explains && account && Array.from(docs, (doc, i) => explained(account, doc, i >= total));
      const typed = (term: string) => asTyped(folder, said.answered, term);
      const hit = (id: number, at: number): Hit => ({ id, exact: exact[at] === 1, missing: at < total ? none : lacking[at - total].map(typed), ...(reasons && reasons[at]) });
      const hits = { length: docs.length, slice: (start: number, end?: number) => Array.from(docs.subarray(start, end), (id, i) => hit(id, start + i)) };
      const met = found.docs.subarray(0, found.total), full = account && view ? met.filter((doc) => account.full(doc)) : met; // a view looks closer
      release(account);
      const result: Result = { query, ...said, dropped: said.dropped.map(typed), hits, total };
      if (explains) result.sought = q.wants.length ? q.wants.map(({ alternatives }) => alternatives.map((word) => word.join(""))) : [[q.run.join("")]];
      known.set(result, { runs: runs.map((run) => run.join("")), full, filters });
      return result;
    },

    // passages returns passages as they are shown.
    async passages(ids: number[]): Promise<Shown[]> {
      await index.loadTexts(ids);
      return ids.map((id) => ({ id, ...index.text(id) }));
    },

    // marks are the places in a text that the result's query matched.
    marks: (text: string, result: Result) => marks(folder, text, known.get(result)!.runs),

    // snippet is the part of a text that shows them best.
    snippet: (text: string, result: Result, length: number) => snippet(folder, text, known.get(result)!.runs, length),

    // facets counts the values of the result's full matches, each group without
    // its own filter.
    async facets(result: Result) {
      const { full, filters } = known.get(result)!;
      return count(fold, await loadFacets(index), filters, full);
    },

    // suggest completes what has been typed.
    suggest: (text: string, limit: number) => suggest(index, text, limit),
  };
}
