// The rows of a report's table, as they are filtered and sorted.

// A Row is a row with its values by the columns' keys; those that span a task are
// values of all its rows.
export class Row {
  element: HTMLTableRowElement;
  values: Map<string, string>;
  private texts: string[] = [];
  private foldedBy?: (text: string) => string;

  constructor(element: HTMLTableRowElement, cells: HTMLTableCellElement[]) {
    this.element = element;
    this.values = new Map(cells.map((cell) => [keyOf(cell), cellText(cell)]));
  }

  value(key: string) {
    return this.values.get(key) ?? "";
  }

  // outcomes are what is said of its measures, such as 达到目标: of several the worst, as
  // the summary of the report counts it.
  get outcomes() {
    const worst = ["missed", "pending", "met"].map((outcome) => this.element.querySelector(`.measures .mark-${outcome}`)).find(Boolean);
    return worst ? [worst.textContent!.trim()] : [];
  }

  // folded are its texts as a function folds them.
  folded(fold: (text: string) => string) {
    if (this.foldedBy !== fold) {
      this.foldedBy = fold;
      const measures = Array.from(this.element.querySelectorAll(".measures p"), (part) => part.textContent!);
      this.texts = [...this.values.values(), ...measures].map(fold);
    }
    return this.texts;
  }
}

// Group is the rows of one task. The cells that span them all stand in the
// first row that is shown.
export class Group {
  body: HTMLTableSectionElement;
  rows: Row[];
  shown: Row[];
  private keys: string[];
  private spanning: HTMLTableCellElement[];
  private own: Map<HTMLTableRowElement, HTMLTableCellElement[]>;

  constructor(body: HTMLTableSectionElement) {
    const elements = [...body.rows], first = [...elements[0].cells];
    this.body = body;
    this.keys = first.map(keyOf);
    this.spanning = first.filter((cell) => cell.rowSpan === elements.length && elements.length > 1);
    this.own = new Map(elements.map((row) => [row, [...row.cells].filter((cell) => !this.spanning.includes(cell))]));
    this.rows = elements.map((row) => new Row(row, [...this.spanning, ...this.own.get(row)!]));
    this.shown = this.rows;
  }

  // show hides the rows that do not pass and returns how many do.
  show(passes: (row: Row) => boolean) {
    this.shown = this.rows.filter(passes);
    for (const row of this.rows) row.element.hidden = !this.shown.includes(row);
    this.body.hidden = !this.shown.length;
    const first = (this.shown[0] ?? this.rows[0]).element;
    if (this.spanning.length) {
      const place = (cell: HTMLTableCellElement) => this.keys.indexOf(keyOf(cell));
      const cells = [...this.spanning, ...this.own.get(first)!].sort((a, b) => place(a) - place(b));
      if (first.cells.length !== cells.length) first.append(...cells);
      for (const cell of this.spanning) cell.rowSpan = Math.max(1, this.shown.length);
    }
    return this.shown.length;
  }
}

export function keyOf(cell: HTMLTableCellElement) {
  return [...cell.classList].find((name) => name.startsWith("c-"))?.slice(2) ?? "";
}

function cellText(cell: HTMLTableCellElement) {
  const copy = cell.cloneNode(true) as HTMLTableCellElement;
  for (const part of copy.querySelectorAll(".row-tools, .measures")) part.remove();
  const paragraphs = [...copy.querySelectorAll("p, li")];
  return (paragraphs.length ? paragraphs.map((p) => p.textContent!.trim()).join("\n") : copy.textContent!).trim();
}
