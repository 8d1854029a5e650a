// Filtering and sorting of a report's table. What is chosen stands in the
// address; the table itself stays the one in the page, and cells that span the
// rows of a task span those that are shown. What a text means is asked of the search,
// which is loaded when somebody types one.
import type { Engine } from "./_search/engine.ts";
import { Group, keyOf, type Row } from "./_table/group.ts";
import { compare, type Filter, filtersOf } from "./_table/filters.ts";

// A Test says whether a row is shown.
type Test = (row: Row) => boolean;

const pause = 120; // ms without a key before the rows follow

// start brings the tools of the table to life.
export function start(tools: HTMLDetailsElement) {
  const table = document.querySelector<HTMLTableElement>("table.report")!;
  const form = tools.querySelector("form")!;
  const field = <T = HTMLInputElement>(name: string) => form.elements.namedItem(name) as T;
  const text = field("q"), order = field<HTMLSelectElement>("sort");
  const status = tools.querySelector("[role=status]")!, saving = form.querySelector<HTMLElement>("[data-download]")!;
  const groups = [...table.tBodies].map((body) => new Group(body)), rows = groups.flatMap((group) => group.rows);
  const heads = [...table.tHead!.rows[0].cells].map((cell) => ({ key: keyOf(cell), label: cell.textContent!.trim() }));
  const filters = filtersOf(rows, heads, tools.dataset);
  const file = document.createElement("a");
  let turn = 0, waiting: number | undefined;

  fill();
  const asked = read();
  apply(false);
  form.addEventListener("input", (event) => {
    if ((event as InputEvent).isComposing) return;
    clearTimeout(waiting);
    if (event.target === text) waiting = setTimeout(apply, pause, true);
    else apply(true);
  });
  text.addEventListener("compositionend", () => apply(true));
  form.addEventListener("reset", () => setTimeout(apply, 0, true));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    apply(true);
  });
  saving.addEventListener("click", download);
  addEventListener("popstate", () => {
    read();
    apply(false);
  });
  addEventListener("hashchange", () => apply(false));
  return asked;

  // fill offers what the table has: values of its columns, and columns to sort by.
  function fill() {
    for (const { label, values } of filters) {
      const select = document.createElement("select"), line = document.createElement("label");
      select.name = label;
      select.append(new Option(tools.dataset.any, ""), ...values.map((value) => new Option(value, value)));
      line.append(label, " ", select);
      order.closest("label")!.before(line);
    }
    const sortable = heads.filter(({ key }) => key !== "target" && key !== "result");
    order.append(new Option(tools.dataset.order, ""), ...sortable.flatMap(({ key, label }) => [new Option(`${label} ↑`, key), new Option(`${label} ↓`, `-${key}`)]));
  }

  // read takes the choice from the address and says whether there is any. A link may
  // come from the page in the other script: what is not known as it is written is
  // compared as the search folds it.
  function read() {
    const query = new URLSearchParams(location.search);
    text.value = query.get("q") ?? "";
    order.value = query.get("sort") ?? "";
    for (const { label } of filters) field(label).value = "";
    const others = [...query].filter(([name, value]) => name !== "q" && name !== "sort" && name !== "view" && value && !choose(filters, name, value));
    if (others.length) {
      engine().then(async ({ learn, folded }) => {
        await learn(others.join());
        const alike = filters.map(({ label, values, of }) => ({ label: folded(label), values: values.map(folded), of }));
        const found = others.filter(([name, value]) => choose(alike, folded(name), folded(value)));
        if (found.length) apply(false);
      }).catch(() => {});
    }
    return Boolean(text.value || order.value || filters.some(({ label }) => field(label).value) || others.length);
  }

  // choose sets the filter that an address names, or the one that has its value: a state
  // may stand in a column of its own or beside the measures. It says whether there is one.
  function choose(known: Filter[], name: string, value: string) {
    const at = (values: string[]) => values.findIndex((other) => other === value) + 1 || values.findIndex((other) => other.startsWith(value)) + 1;
    const named = known.findIndex(({ label, values }) => label === name && at(values)), found = named < 0 ? known.findIndex(({ values }) => values.includes(value)) : named;
    if (found < 0) return false;
    field<HTMLSelectElement>(filters[found].label).selectedIndex = at(known[found].values);
    return true;
  }

  // apply shows what is chosen, and writes it into the address.
  async function apply(write: boolean) {
    const now = ++turn, chosen = filters.map((filter) => ({ filter, value: field(filter.label).value })).filter(({ value }) => value);
    const sought = text.value.trim();
    if (write) keep([["q", sought], ["sort", order.value], ...filters.map(({ label }) => [label, field(label).value])]);
    const passes: Test = (row) => chosen.every(({ filter, value }) => filter.of(row).includes(value));
    if (sought) status.textContent = tools.dataset.busy!;
    const [holds, answered] = sought ? await understood(sought, rows) : [() => true, ""];
    if (now !== turn) return;
    const target = targetOf(location.hash);
    let shown = 0;
    for (const group of groups) shown += group.show((row) => (passes(row) && holds(row)) || row.element === target || group.body === target);
    sort(order.value);
    const said = shown ? tools.dataset.count!.replace("{all}", String(rows.length)).replace("{n}", String(shown)) : tools.dataset.none!;
    status.textContent = said + (answered && answered !== sought ? tools.dataset.answered!.replace("{text}", answered) : "");
    saving.hidden = !shown;
    for (const link of document.querySelectorAll<HTMLAnchorElement>(".overview p a")) link.ariaCurrent = link.search === location.search ? "true" : null;
    table.classList.toggle("report-filtered", shown < rows.length);
    if (!write && shown < rows.length) target?.scrollIntoView();
  }

  function sort(order: string) {
    const key = order.replace(/^-/, ""), sign = order.startsWith("-") ? -1 : 1;
    const sorted = [...groups];
    if (heads.some((head) => head.key === key)) sorted.sort((a, b) => sign * compare(a.rows[0].value(key), b.rows[0].value(key)));
    for (const group of sorted) table.append(group.body);
    for (const cell of table.tHead!.rows[0].cells) {
      if (keyOf(cell) !== key) cell.removeAttribute("aria-sort");
      else cell.setAttribute("aria-sort", sign < 0 ? "descending" : "ascending");
    }
  }

  // download saves the rows shown as a file for Excel.
  function download() {
    const shown = [...table.tBodies].flatMap((body) => groups.find((group) => group.body === body)!.shown);
    const lines = [heads.map(({ label }) => label), ...shown.map((row) => heads.map(({ key }) => row.value(key)))];
    const text = "\uFEFF" + lines.map((line) => line.map(quote).join(",") + "\r\n").join("");
    URL.revokeObjectURL(file.href);
    file.href = URL.createObjectURL(new Blob([text], { type: "text/csv" }));
    file.download = `${tools.dataset.file}.csv`;
    file.click();
  }
}

// keep writes what is chosen into the address.
function keep(choice: string[][]) {
  const query = new URLSearchParams(location.search);
  for (const [name, value] of choice) value ? query.set(name, value) : query.delete(name);
  const text = query.toString();
  history.replaceState(history.state, "", (text ? `?${text}` : location.pathname) + location.hash);
}

// targetOf is the row or task that a link leads to: it is shown whatever is chosen.
function targetOf(hash: string) {
  try {
    return hash.length > 1 ? document.getElementById(decodeURIComponent(hash.slice(1))) : null;
  } catch {
    return null;
  }
}

// engine is the search, with the index of the page's script.
async function engine(): Promise<Engine> {
  const { ready } = await import("./search.ts");
  return ready(new URL("entry.json", document.querySelector<HTMLFormElement>(".search-form")!.action));
}

// understood returns what tells the rows that a text means, as it is typed or else as
// the search corrects it, and the text that is then sought. Without the search the rows
// are those that hold the text.
async function understood(text: string, rows: Row[]): Promise<[Test, string]> {
  try {
    const search = await engine();
    for (const literal of [true, false]) {
      const result = await search.search(text, { literal }), holds: Test = (row) => search.meets(result, row.folded(search.folded));
      if (!literal || rows.some(holds)) return [holds, result.answered];
    }
  } catch {}
  const plain = (text: string) => text.normalize("NFKC").toLowerCase(), sought = plain(text);
  return [(row) => row.folded(plain).some((text) => text.includes(sought)), text];
}

// quote writes a cell of CSV. One that begins like a formula gets an apostrophe, which
// marks a text, as in WriteCSV of package xlsx.
function quote(value: string) {
  const text = /^'*[=+\-@\t\r]/.test(value) && !/^[+-]\d[\d,]*(?:\.\d+)?%?$/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
