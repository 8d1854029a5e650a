// What is being searched for stands in the address of the search page, so that
// links, the back button and the switch between scripts keep it.

// groups are the filters, in the order they are offered.
export const groups = ["report", "year", "unit", "status", "kind"];

// read returns what an address asks for.
export function read(search) {
  const values = new URLSearchParams(search);
  return {
    query: (values.get("q") ?? "").trim(),
    page: Math.max(1, parseInt(values.get("page"), 10) || 1),
    sort: values.get("sort") === "time" ? "time" : "relevance",
    literal: values.get("literal") === "1",
    filters: Object.fromEntries(groups.map((group) => [group, values.getAll(group)])),
  };
}

// address is the reverse of read, "?q=…", without what goes without saying.
export function address({ query, page = 1, sort, literal, filters = {} }) {
  const values = new URLSearchParams({ q: query });
  for (const group of groups) {
    for (const value of filters[group] ?? []) values.append(group, value);
  }
  if (sort === "time") values.set("sort", sort);
  if (literal) values.set("literal", "1");
  if (page > 1) values.set("page", page);
  return "?" + values;
}

// filtered says whether any filter is set.
export function filtered(state) {
  return groups.some((group) => state.filters[group]?.length > 0);
}
