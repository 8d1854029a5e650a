// Filtering and sorting of a report's table. What is chosen stands in the
// address; the table itself stays the one in the page, and cells that span the
// rows of a task span those that are shown.
const FIELDS = { unit: ["lead", "support"], category: ["category"], status: ["status"] };

// start brings the tools of the table to life.
export function start(tools) {
  const table = document.querySelector("table.report");
  const form = tools.querySelector("form");
  const status = tools.querySelector("[role=status]");
  const fields = [...form.querySelectorAll("[name]")];
  const groups = [...table.tBodies].map((body) => new Group(body));
  const file = document.createElement("a");
  const heads = [...table.tHead.rows[0].cells].map((cell) => ({ key: keyOf(cell), label: cell.textContent.trim() }));

  fill();
  read();
  apply(false);
  form.addEventListener("input", () => apply(true));
  form.addEventListener("reset", () => setTimeout(() => apply(true)));
  form.addEventListener("submit", (event) => event.preventDefault());
  form.querySelector("[data-download]").addEventListener("click", download);
  addEventListener("popstate", () => {
    read();
    apply(false);
  });

  // fill offers what the table has: values of its columns, and columns to sort by.
  function fill() {
    for (const [name, keys] of Object.entries(FIELDS)) {
      const values = new Set(groups.flatMap((group) => group.rows.flatMap((row) => keys.flatMap((key) => parts(name, group.value(row, key))))));
      if (!values.size) continue;
      const select = form.elements[name];
      select.append(new Option(tools.dataset.any, ""), ...[...values].sort(compare).map((value) => new Option(value, value)));
      select.closest("label").hidden = false;
    }
    const sortable = heads.filter(({ key }) => key !== "target" && key !== "result");
    form.elements.sort.append(new Option(tools.dataset.order, ""), ...sortable.flatMap(({ key, label }) => [new Option(`${label} ↑`, key), new Option(`${label} ↓`, `-${key}`)]));
  }

  // read takes the choice from the address.
  function read() {
    const query = new URLSearchParams(location.search);
    for (const field of fields) field.value = query.get(field.name) ?? "";
  }

  // apply shows what is chosen, and writes it into the address.
  function apply(write) {
    const chosen = Object.fromEntries(fields.map((field) => [field.name, field.value.trim()]));
    let shown = 0;
    let all = 0;
    for (const group of groups) {
      all += group.rows.length;
      shown += group.show((row) => matches(group, row, chosen));
    }
    sort(chosen.sort);
    const filtered = shown < all;
    status.textContent = shown ? tools.dataset.count.replace("{all}", all).replace("{n}", shown) : tools.dataset.none;
    form.querySelector("[data-download]").hidden = !shown;
    table.classList.toggle("report-filtered", filtered);
    if (write) {
      const query = new URLSearchParams(location.search);
      for (const field of fields) chosen[field.name] ? query.set(field.name, chosen[field.name]) : query.delete(field.name);
      const text = query.toString();
      history.replaceState(history.state, "", (text ? `?${text}` : location.pathname) + location.hash);
    }
  }

  function sort(order) {
    const key = order.replace(/^-/, "");
    const sorted = [...groups];
    if (key && heads.some((head) => head.key === key)) {
      const sign = order.startsWith("-") ? -1 : 1;
      sorted.sort((a, b) => sign * compare(a.value(a.rows[0], key), b.value(b.rows[0], key)));
    }
    for (const group of sorted) table.append(group.body);
    for (const cell of table.tHead.rows[0].cells) {
      if (keyOf(cell) !== key) cell.removeAttribute("aria-sort");
      else cell.setAttribute("aria-sort", order.startsWith("-") ? "descending" : "ascending");
    }
  }

  // download saves the rows shown as a file for Excel.
  function download() {
    const lines = [heads.map(({ label }) => label), ...[...table.tBodies].map((body) => groups.find((group) => group.body === body)).flatMap((group) =>
      group.shown.map((row) => heads.map(({ key }) => group.value(row, key))))];
    const text = "\uFEFF" + lines.map((line) => line.map(quote).join(",") + "\r\n").join("");
    URL.revokeObjectURL(file.href);
    file.href = URL.createObjectURL(new Blob([text], { type: "text/csv" }));
    file.download = `${tools.dataset.file}.csv`;
    file.click();
  }
}

// Group is the rows of one task. The cells that span them all stand in the
// first row that is shown.
class Group {
  constructor(body) {
    this.body = body;
    this.rows = [...body.rows];
    this.shown = this.rows;
    this.order = [...this.rows[0].cells];
    this.spanning = this.order.filter((cell) => cell.rowSpan === this.rows.length && this.rows.length > 1);
    this.own = new Map(this.rows.map((row) => [row, [...row.cells].filter((cell) => !this.spanning.includes(cell))]));
    const spanning = this.spanning.map(cellText);
    this.values = new Map(this.rows.map((row) => [row, Object.fromEntries([
      ...this.spanning.map((cell, i) => [keyOf(cell), spanning[i]]),
      ...this.own.get(row).map((cell) => [keyOf(cell), cellText(cell)]),
    ])]));
  }

  value(row, key) {
    return this.values.get(row)[key] ?? "";
  }

  // show hides the rows that do not match and returns how many do.
  show(matches) {
    this.shown = this.rows.filter(matches);
    for (const row of this.rows) row.hidden = !this.shown.includes(row);
    this.body.hidden = !this.shown.length;
    const first = this.shown[0] ?? this.rows[0];
    if (this.spanning.length) {
      const keys = this.order.map(keyOf);
      const cells = [...this.spanning, ...this.own.get(first)].sort((a, b) => keys.indexOf(keyOf(a)) - keys.indexOf(keyOf(b)));
      if (first.cells.length !== cells.length) first.append(...cells);
      for (const cell of this.spanning) cell.rowSpan = Math.max(1, this.shown.length);
    }
    return this.shown.length;
  }
}

function matches(group, row, chosen) {
  if (chosen.text && !Object.values(group.values.get(row)).some((value) => value.toLowerCase().includes(chosen.text.toLowerCase()))) return false;
  return Object.entries(FIELDS).every(([name, keys]) => !chosen[name] || keys.some((key) => parts(name, group.value(row, key)).includes(chosen[name])));
}

// parts are the single values of a cell: several units stand in one.
function parts(name, value) {
  const list = name === "unit" ? value.split(/[、，,；;]/) : [value];
  return list.map((part) => part.trim()).filter(Boolean);
}

function keyOf(cell) {
  return [...cell.classList].find((name) => name.startsWith("c-"))?.slice(2) ?? "";
}

function cellText(cell) {
  const copy = cell.cloneNode(true);
  for (const part of copy.querySelectorAll(".permalink, .measures")) part.remove();
  const paragraphs = [...copy.querySelectorAll("p, li")];
  return (paragraphs.length ? paragraphs.map((p) => p.textContent.trim()).join("\n") : copy.textContent).trim();
}

function compare(a, b) {
  return a.localeCompare(b, document.documentElement.lang, { numeric: true });
}

function quote(value) {
  return /[",\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value;
}
