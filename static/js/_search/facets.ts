// The values by which results can be filtered; generator/search/facets.go
// describes their file.
import { type Filters, type Group, groups } from "./address.ts";
import type { Index } from "./index.ts";
import { damaged } from "./store.ts";
import { folded } from "./text.ts";

const facetsFile = "facets.json";

// A Stored is a group as it lies in the file.
interface Stored {
  values: string[];
  sets: number[][];
  runs: number[];
}

type Facet = ReturnType<typeof decode>;

// A Value is a value of a group with the number of passages that have it.
export interface Value {
  value: string;
  count: number;
}

export type Counts = { [name in Group]?: Value[] };

export const loadFacets = ({ store, passages }: Index): Promise<Facet[]> =>
  store.read(facetsFile, (file: { [name: string]: Stored }) => groups.map((name) => decode(name, file[name], passages)));

// decode spreads the runs of a group: of tells the set of each passage.
function decode(name: Group, { values, sets, runs }: Stored, passages: number) {
  const of = new Uint32Array(passages);
  let at = 0;
  for (let i = 0; i < runs.length; i += 2) of.fill(runs[i], at, (at += runs[i + 1]));
  if (at !== passages) throw damaged(facetsFile);
  return { name, values, sets, of };
}

// passer returns the function that says whether a passage passes all filters,
// whose values may be written in either script.
export function passer(fold: Index["fold"], facets: Facet[], filters: Filters) {
  const plain = (value: string) => folded(fold, String(value)).join("");
  const tests = facets.map(({ name, values, sets, of }) => {
    const wanted = (filters[name] || []).map(plain), asked = wanted.length ? values.map((value) => wanted.includes(plain(value))) : [];
    const passing = sets.map((set) => !wanted.length || set.some((place) => asked[place]));
    return (doc: number) => passing[of[doc]];
  });
  return (doc: number) => tests.every((test) => test(doc));
}

// count counts the values of the passages that are full, in each group with the
// filters of the other groups.
export function count(fold: Index["fold"], facets: Facet[], filters: Filters, full: Iterable<number>): Counts {
  return Object.fromEntries(facets.map(({ name, values, sets, of }) => {
    const passes = passer(fold, facets, { ...filters, [name]: [] }), sizes = sets.map(() => 0), counts = values.map(() => 0);
    for (const doc of full) {
      if (passes(doc)) sizes[of[doc]]++;
    }
    sets.forEach((set, i) => set.forEach((place) => (counts[place] += sizes[i])));
    return [name, values.map((value, i) => ({ value, count: counts[i] })).filter(({ count }) => count)];
  }));
}
