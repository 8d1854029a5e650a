// The search: opens the index that the generator made and answers from it,
// without a server. It touches nothing of the page.
import { answer } from "./answer.js";
import { count, isFiltered, keeper, loadFacets } from "./facets.js";
import { openIndex } from "./index.js";
import { marks, snippet } from "./snippet.js";
import { suggest } from "./suggest.js";

export { SearchError } from "./store.js";

// open reads the entry file at an address; text is what will be asked if that
// is known. All errors are SearchErrors.
export async function open(entryURL, text) {
  return new Engine(await openIndex(entryURL, text));
}

const none = Object.freeze([]);

class Engine {
  constructor(index) {
    this.index = index;
    this.size = index.passages;
    // what is known of the results given out: runs, account, filters
    this.known = new WeakMap();
  }

  // search answers a query. hits[0 … total-1] meet it, the others nearly do.
  async search(query, { filters = {}, sort, literal = false } = {}) {
    const { index } = this, filtered = isFiltered(filters), byTime = sort === "time";
    const [a, facets] = await Promise.all([answer(index, query, literal), filtered && loadFacets(index)]);
    let { found } = a;
    if (a.account && (filtered || byTime)) {
      found = await a.account.verified({ keep: filtered && keeper(facets, filters), byTime });
    }
    const { docs, total } = found, { text, suggestions, question, dropped, truncated, account } = a;
    const hits = docs.map((id, i) => ({ id, exact: account.exact[id] === 1, missing: i < total ? none : account.missing(id) }));
    const result = { query, answered: text, suggestions, question, dropped, hits, total, truncated };
    this.known.set(result, { runs: a.runs, account, filters });
    return result;
  }

  // passages returns passages as they are shown.
  async passages(ids) {
    await this.index.loadTexts(ids);
    return ids.map((id) => {
      const { units, facts, ...shown } = this.index.text(id);
      return { id, ...shown, unit: units.join("、") };
    });
  }

  marks(text, result) {
    return marks(this.index.fold, text, this.runs(result));
  }

  snippet(text, result, length) {
    return snippet(this.index.fold, text, this.runs(result), length);
  }

  runs(result) {
    return (this.known.get(result) || { runs: none }).runs;
  }

  // facets counts the values of the result's full matches, each group without
  // its own filter.
  async facets(result) {
    const { account, filters } = this.known.get(result), facets = await loadFacets(this.index);
    return count(facets, filters, this.size, (doc) => account !== undefined && account.full(doc));
  }

  suggest(text, limit) {
    return suggest(this.index, text, limit);
  }
}
