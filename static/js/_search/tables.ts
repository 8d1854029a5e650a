// What the tables of the reports know that no text says: which tasks are in a state, and
// which columns there are.
//
// A link to a filtered table is the address of the report with the name of a filter and
// one of its values: the column of states, or 结果 for what became of measures,
// "/2021/?结果=待核定". The filter of the table (table.ts) reads it.
import { loadFacets } from "./facets.ts";
import type { Index } from "./index.ts";
import type { Query } from "./query.ts";

// A State is one that is asked for: in the reader's word, the values of the tables that
// it means, all that the tables have, and for each that is meant the tables with it, with the
// number of hits there. The column is that of states.
export interface State {
  said: string;
  column: string;
  values: string[];
  known: string[];
  tables: { url: string; value: string; count: number }[];
}

// stateOf is the state that a query asks for as a whole, if it does.
export const stateOf = ({ states }: Index, { said }: Query) => states.get(said);

// columnOf is a column that a query asks for and no table has.
export function columnOf({ entry: { columns } }: Index, { said, run, asked }: Query) {
  const text = run.join(""), isAsking = (word: string) => word.length > 2 || /[谁哪何]|什么/.test(word);
  const isMeant = (word: string) => said === word || asked.includes(word) || (asked.length > 0 && isAsking(word) && text.includes(word));
  return columns.find(({ has, words }) => !has && words.some(isMeant))?.label;
}

// passagesIn lists the passages in some states, in their order, with what a reader is told.
export async function passagesIn(index: Index, said: string, values: string[]): Promise<{ docs: Int32Array; state: State }> {
  const { entry: { columns, reports }, home, states } = index, of = (name: string) => columns.find(({ key }) => key === name);
  const known = [...new Set([...states.values()].flat())];
  const state: State = { said, column: of("status")?.label ?? "", values, known, tables: [] };
  if (!values.length) return { docs: new Int32Array(0), state };
  const facet = (await loadFacets(index)).find(({ name }) => name === "status")!;
  const places = values.map((value) => facet.values.indexOf(value)), isMeant = facet.sets.map((set) => set.some((place) => places.includes(place)));
  const docs = Int32Array.from(facet.of.keys()).filter((doc) => isMeant[facet.of[doc]]);
  const outcome = of("outcome");
  for (const [, first, end, path] of reports) {
    values.forEach((value, i) => {
      const count = docs.filter((doc) => doc >= first && doc < end && facet.sets[facet.of[doc]].includes(places[i])).length;
      const query = new URLSearchParams();
      query.append(outcome?.words.includes(value) ? outcome.label : state.column, value);
      if (count) state.tables.push({ url: `${home + path}?${query}`, value, count });
    });
  }
  return { docs, state };
}
