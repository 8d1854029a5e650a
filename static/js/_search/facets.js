// The values by which results can be filtered; generator/search/facets.go
// describes their file.
import { damaged } from "./store.js";

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
  if (at !== passages || runs.some((set, i) => i % 2 === 0 && !sets[set])) throw damaged(facetsFile);
  return { name, values, sets, of };
}

export const isFiltered = (filters) => groups.some((name) => filters[name] && filters[name].length);

// passing tells of each set of a group whether it has one of the values that
// the filters ask for.
function passing({ name, values, sets }, filters) {
  const wanted = (filters[name] || []).map(String);
  const asked = values.map((value) => wanted.includes(value));
  return sets.map((set) => !wanted.length || set.some((place) => asked[place]));
}

// keeper marks the passages that pass all filters.
export function keeper(facets, filters) {
  const tests = facets.map((facet) => passing(facet, filters));
  return facets[0].of.map((_, doc) => facets.every(({ of }, g) => tests[g][of[doc]]));
}

// count counts the values of the passages that are full, in each group with the
// filters of the other groups.
export function count(facets, filters, passages, full) {
  const tests = facets.map((facet) => passing(facet, filters));
  const sizes = facets.map(({ sets }) => new Int32Array(sets.length));
  for (let doc = 0; doc < passages; doc++) {
    if (!full(doc)) continue;
    let failed = 0, where = 0;
    for (let g = 0; g < facets.length && failed < 2; g++) {
      if (tests[g][facets[g].of[doc]]) continue;
      failed++;
      where = g;
    }
    if (failed === 1) sizes[where][facets[where].of[doc]]++;
    if (!failed) facets.forEach(({ of }, g) => sizes[g][of[doc]]++);
  }
  return Object.fromEntries(facets.map((facet, g) => [facet.name, counted(facet, sizes[g])]));
}

// counted turns the sizes of sets into those of values, in the order of the file.
function counted({ values, sets }, sizes) {
  const counts = values.map(() => 0);
  sets.forEach((set, i) => set.forEach((place) => (counts[place] += sizes[i])));
  return values.map((value, i) => ({ value, label: value, count: counts[i] })).filter(({ count }) => count);
}
