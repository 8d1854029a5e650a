// Small makers of elements: text stays text.

// element makes an element. Attributes that are null or undefined are left
// out, and so are children that are null, undefined or empty.
export function element(tag, attributes, ...children) {
  const made = document.createElement(tag);
  for (const name in attributes) {
    if (attributes[name] != null) made.setAttribute(name, attributes[name]);
  }
  for (const child of children.flat()) {
    if (child != null && child !== "") made.append(child);
  }
  return made;
}

// marked cuts text into strings and <mark> elements; marks are [start, end]
// pairs, sorted and apart from each other.
export function marked(text, marks) {
  const parts = [];
  let at = 0;
  for (const [start, end] of marks) {
    parts.push(text.slice(at, start), element("mark", null, text.slice(start, end)));
    at = end;
  }
  parts.push(text.slice(at));
  return parts;
}

// excerpt is a snippet of the engine with dots where it was cut.
export function excerpt(snippet) {
  return [snippet.cutBefore ? "…" : "", ...marked(snippet.text, snippet.marks), snippet.cutAfter ? "…" : ""];
}
