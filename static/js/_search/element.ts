// Small makers of elements: text stays text.
import type { Mark, Snippet } from "./snippet.ts";

export type Attributes = Record<string, string | number | boolean | null | undefined>;
export type Child = Node | string | null | undefined;

// element makes an element. Attributes that are null or undefined are left
// out, and so are children that are null, undefined or empty.
export function element<T extends keyof HTMLElementTagNameMap>(tag: T, attributes?: Attributes | null, ...children: (Child | Child[])[]) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes ?? {})) {
    if (value != null) made.setAttribute(name, String(value));
  }
  for (const child of children.flat()) {
    if (child != null && child !== "") made.append(child);
  }
  return made;
}

// marked cuts text into strings and <mark> elements; marks are [start, end]
// pairs, sorted and apart from each other.
export function marked(text: string, marks: Mark[]) {
  const parts: Child[] = [];
  let at = 0;
  for (const [start, end] of marks) {
    parts.push(text.slice(at, start), element("mark", null, text.slice(start, end)));
    at = end;
  }
  parts.push(text.slice(at));
  return parts;
}

// excerpt is a snippet of the engine with dots where it was cut.
export function excerpt(snippet: Snippet): Child[] {
  return [snippet.cutBefore ? "…" : "", ...marked(snippet.text, snippet.marks), snippet.cutAfter ? "…" : ""];
}
