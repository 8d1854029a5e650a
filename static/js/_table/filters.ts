// What a report's table can be filtered by.
import type { Row } from "./group.ts";

// A Filter is a choice among values; of are those of a row.
export interface Filter {
  label: string;
  values: string[];
  of(row: Row): string[];
}

// A column is offered if its values are few, short, and stand in several rows.
const fewValues = 40, shortValue = 24;
// Columns that are read, not chosen from.
const texts = ["number", "title", "target", "result", "note"];

// filtersOf are the filters of a table: the units that lead and help, taken together if
// there are both; the outcomes of measures, and which rows have neither outcome nor state;
// each column with few values. words names the first two.
export function filtersOf(rows: Row[], heads: { key: string; label: string }[], words: DOMStringMap): Filter[] {
  const offered: Filter[] = [];
  const offer = (label: string, of: Filter["of"], always: boolean) => {
    const all = rows.flatMap(of), values = [...new Set(all)];
    const few = values.length <= fewValues && values.length < all.length && values.every((value) => value.length <= shortValue && !value.includes("\n"));
    if (label && values.length && (always || few) && !offered.some((filter) => filter.label === label)) offered.push({ label, values: values.sort(compare), of });
  };
  const units = heads.filter(({ key }) => key === "lead" || key === "support");
  offer(units.length > 1 ? words.unit! : units[0]?.label, (row) => units.flatMap(({ key }) => unitsOf(row.value(key))), true);
  for (const { key, label } of heads) {
    const own = key === "category" || key === "status";
    if (!units.some((unit) => unit.key === key) && !texts.includes(key)) offer(label, (row) => [row.value(key)].filter(Boolean), own);
  }
  const told = rows.filter((row) => !row.outcomes.length && !row.value("status")), some = words.told && told.length < rows.length;
  offer(words.outcome!, (row) => (some && told.includes(row) ? [words.told!] : row.outcomes), true);
  return offered;
}

// unitsOf are the units in a cell.
const unitsOf = (value: string) => value.split(/[、，,；;]/).map((part) => part.trim()).filter(Boolean);

export function compare(a: string, b: string) {
  return a.localeCompare(b, document.documentElement.lang, { numeric: true });
}
