// The values by which results can be filtered; generator/search/facets.go
// describes their file.
import { damaged } from "./store.js";
import { folded } from "./text.js";

const facetsFile = "facets.json";
const groups = ["report", "year", "unit", "status", "kind"];

export async function loadFacets(index) {
  await index.store.load([facetsFile], (file) => groups.map((name) => decode(name, file[name], index.passages)));
  return index.store.file(facetsFile);
}

// decode spreads the runs of a group: of tells the set of each passage.
function decode(name, { values, sets, runs }, passages) {
  const of = new Uint32Array(passages);
  let at = 0;
  for (let i = 0; i < runs.length; i += 2) of.fill(runs[i], at, (at += runs[i + 1]));
  if (at !== passages) throw damaged(facetsFile);
  return { name, values, sets, of };
}

export const isFiltered = (filters) => groups.some((name) => filters[name] && filters[name].length);

// passer returns the function that says whether a passage passes all filters,
// whose values may be written in either script.
export function passer(fold, facets, filters) {
  const plain = (value) => folded(fold, String(value)).join("");
  const tests = facets.map(({ name, values, sets, of }) => {
    const wanted = (filters[name] || []).map(plain), asked = wanted.length ? values.map((value) => wanted.includes(plain(value))) : [];
    const passing = sets.map((set) => !wanted.length || set.some((place) => asked[place]));
    return (doc) => passing[of[doc]];
  });
  return (doc) => tests.every((test) => test(doc));
}

// count counts the values of the passages that are full, in each group with the
// filters of the other groups.
export function count(fold, facets, filters, full) {
  return Object.fromEntries(facets.map(({ name, values, sets, of }) => {
    const passes = passer(fold, facets, { ...filters, [name]: [] }), sizes = sets.map(() => 0), counts = values.map(() => 0);
    for (const doc of full) {
      if (passes(doc)) sizes[of[doc]]++;
    }
    sets.forEach((set, i) => set.forEach((place) => (counts[place] += sizes[i])));
    return [name, values.map((value, i) => ({ value, label: value, count: counts[i] })).filter(({ count }) => count)];
  }));
}
