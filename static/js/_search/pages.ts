// Which part of the results is shown, and the way to the others.
import { address, type State } from "./address.ts";
import { type Attributes, element } from "./element.ts";
import type { Word } from "./words.ts";

export const size = 10; // results on a page

export interface Part {
  page: number;
  last: number;
  from: number;
  to: number;
}

// part is the range of hits, from (included) to (not), that a page shows; a
// page behind the last becomes the last.
export function part(page: number, count: number): Part {
  const last = Math.max(1, Math.ceil(count / size));
  const at = Math.min(page, last);
  return { page: at, last, from: (at - 1) * size, to: Math.min(at * size, count) };
}

// numbers are the pages a reader is offered: the ends and those around the
// current one; 0 stands for a gap.
export function numbers(page: number, last: number) {
  const near = [1, page - 1, page, page + 1, last].filter((n) => n >= 1 && n <= last);
  const list = [...new Set(near)].sort((a, b) => a - b);
  return list.flatMap((n, i) => {
    const gap = n - (list[i - 1] ?? n);
    return gap > 2 ? [0, n] : gap === 2 ? [n - 1, n] : [n];
  });
}

// paging fills the list of pages.
export function paging(nav: HTMLElement, { page, last }: Part, state: State, word: Word) {
  const link = (n: number, text: string, attributes?: Attributes) => element("li", null, element("a", { href: address({ ...state, page: n }), ...attributes }, text));
  const items = numbers(page, last).map((n) => {
    if (n === 0) return element("li", { "aria-hidden": "true" }, "…");
    return link(n, String(n), { "aria-label": word("page", { page: n }), "aria-current": n === page ? "page" : null });
  });
  if (page > 1) items.unshift(link(page - 1, word("previous"), { rel: "prev" }));
  if (page < last) items.push(link(page + 1, word("next"), { rel: "next" }));
  nav.replaceChildren(element("ul", null, items));
  nav.hidden = last < 2;
}
