// What the tables of the reports know that no text says: which tasks are in a state, and
// which columns there are.
//
// A link to a filtered table is the address of the report with the heads of the table's
// own columns as names and what stands in them as values, "/2021/?状态=待核定&类别=民生".
// A name may stand several times: then any of its values will do. Whether a measure met
// its goal counts as a state: 达到目标, 未达到目标, 待核定. tableAddress makes such links;
// the filter of the table (table.ts) reads them.
import { loadFacets } from "./facets.ts";
import type { Index } from "./index.ts";
import type { Query } from "./query.ts";

export function tableAddress(report: string, column: string, values: string[]) {
  const query = new URLSearchParams();
  for (const value of values) query.append(column, value);
  return `${report}?${query}`;
}

// A State is one that is asked for: in the reader's word, the values of the tables that
// it means, all that the tables have, and the tables with one that is meant.
export interface State {
  said: string;
  column: string;
  values: string[];
  known: string[];
  tables: { url: string; report: number; count: number }[];
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
  const { entry: { columns, reports }, home, states } = index, column = columns.find(({ key }) => key === "status");
  const known = [...new Set([...states.values()].flat())];
  const state: State = { said, column: column?.label ?? "", values, known, tables: [] };
  if (!values.length) return { docs: new Int32Array(0), state };
  const facet = (await loadFacets(index)).find(({ name }) => name === "status")!;
  const places = values.map((value) => facet.values.indexOf(value)), isMeant = facet.sets.map((set) => set.some((place) => places.includes(place)));
  const docs = Int32Array.from(facet.of.keys()).filter((doc) => isMeant[facet.of[doc]]);
  for (const [, first, end, path] of reports) {
    const count = docs.filter((doc) => doc >= first && doc < end).length;
    if (count) state.tables.push({ url: tableAddress(home + path, state.column, values), report: first, count });
  }
  return { docs, state };
}
