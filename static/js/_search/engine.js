// The search: opens the index that the generator made and answers from it,
// without a server. It touches nothing of the page.
import { answer } from "./answer.js";
import { count, isFiltered, loadFacets, passer } from "./facets.js";
import { openIndex } from "./index.js";
import { missing, verified } from "./order.js";
import { explained, release } from "./rank.js";
import { asTyped, marks, snippet } from "./snippet.js";
import { suggest } from "./suggest.js";
import { isRare } from "./text.js";

export { SearchError } from "./store.js";

const none = [];

// open reads the entry file at an address. All errors are SearchErrors. An engine that
// explains says of its results what was sought, and what their scores are made of.
export async function open(entryURL, { explains = false } = {}) {
  const index = await openIndex(entryURL, explains), { fold, folder, passages } = index;
  const known = new WeakMap(); // of each result: the runs to be marked, the full matches, the filters
  return {
    size: passages,

    // search answers a query. The first total of its hits meet it, the others
    // nearly do; the ten from a place on are sure to be what they seem. Hits are
    // made when a part of them is asked for.
    async search(query, { filters = {}, sort, literal, from } = {}) {
      const filtered = isFiltered(filters), byTime = sort === "time";
      if (filtered) await index.learn(isRare(Object.values(filters).join()) || undefined); // an address may come from the other script
      const [a, facets] = await Promise.all([answer(index, query, literal), filtered && loadFacets(index)]);
      const { account, found, runs, q, ...said } = a;
      const view = account && (filtered || byTime || from) && { keep: filtered && passer(fold, facets, filters), byTime, from };
      const { docs, total } = view ? await verified(account, view) : found;
      const exact = docs.map((doc) => account.exact[doc]), lacking = Array.from(docs.subarray(total), (doc) => missing(account, doc));
      const reasons = explains && account && Array.from(docs, (doc, i) => explained(account, doc, i >= total));
      const typed = (term) => asTyped(folder, said.answered, term);
      const hit = (id, at) => ({ id, exact: exact[at] === 1, missing: at < total ? none : lacking[at - total].map(typed), ...(reasons && reasons[at]) });
      const hits = { length: docs.length, slice: (start, end) => Array.from(docs.subarray(start, end), (id, i) => hit(id, start + i)) };
      const met = found.docs.subarray(0, found.total), full = view ? met.filter(account.full) : met; // a view looks closer
      release(account);
      const result = { query, ...said, dropped: said.dropped.map(typed), hits, total };
      if (explains) result.sought = q.wants.length ? q.wants.map(({ alternatives }) => alternatives.map((word) => word.join(""))) : [[q.run.join("")]];
      known.set(result, { runs: runs.map((run) => run.join("")), full, filters });
      return result;
    },

    // passages returns passages as they are shown.
    async passages(ids) {
      await index.loadTexts(ids);
      return ids.map((id) => ({ id, ...index.text(id) }));
    },

    // marks are the places in a text that the result's query matched.
    marks: (text, result) => marks(folder, text, known.get(result).runs),

    // snippet is the part of a text that shows them best.
    snippet: (text, result, length) => snippet(folder, text, known.get(result).runs, length),

    // facets counts the values of the result's full matches, each group without
    // its own filter.
    async facets(result) {
      const { full, filters } = known.get(result);
      return count(fold, await loadFacets(index), filters, full);
    },

    // suggest completes what has been typed.
    suggest: (text, limit) => suggest(index, text, limit),
  };
}
