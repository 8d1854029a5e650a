// What is being searched for stands in the address of the search page, so that
// links, the back button and the switch between scripts keep it.

// groups are the filters, in the order they are offered.
export const groups = ["status", "unit", "year", "report", "kind"] as const;

export type Group = (typeof groups)[number];

// Filters are the values that are wanted of each group.
export type Filters = Partial<Record<Group, string[]>>;

// Asked is what an address asks for.
export interface Asked {
  query: string;
  page?: number;
  sort?: string;
  literal?: boolean;
  filters?: Filters;
}

export type State = Required<Asked>;

// read returns what an address asks for.
export function read(search: string): State {
  const values = new URLSearchParams(search);
  return {
    query: (values.get("q") ?? "").trim(),
    page: Math.max(1, parseInt(values.get("page") ?? "", 10) || 1),
    sort: values.get("sort") === "time" ? "time" : "relevance",
    literal: values.get("literal") === "1",
    filters: Object.fromEntries(groups.map((group) => [group, values.getAll(group)])) as Filters,
  };
}

// address is the reverse of read, "?q=…", without what goes without saying.
export function address({ query, page = 1, sort, literal, filters = {} }: Asked) {
  const values = new URLSearchParams({ q: query });
  for (const group of groups) {
    for (const value of filters[group] ?? []) values.append(group, value);
  }
  if (sort === "time") values.set("sort", sort);
  if (literal) values.set("literal", "1");
  if (page > 1) values.set("page", String(page));
  return "?" + values;
}

// filtered says whether any filter is set.
export function filtered({ filters = {} }: Pick<Asked, "filters">) {
  return groups.some((group) => filters[group]?.length);
}
