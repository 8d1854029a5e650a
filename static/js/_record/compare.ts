// Compares two texts word by word.
export interface Piece {
  kind: "same" | "gone" | "new";
  text: string;
}

// Beyond this many pairs of words the middle of two texts is shown as replaced: to compare
// them would take seconds.
const mostPairs = 40_000_000;

interface Segmenter {
  segment(text: string): Iterable<{ segment: string }>;
}

function words(text: string): string[] {
  // Not known to all browsers, nor to TypeScript's es2021.
  const { Segmenter } = Intl as unknown as { Segmenter?: new (lang: string, options: object) => Segmenter };
  if (!Segmenter) return Array.from(text);
  return Array.from(new Segmenter("zh", { granularity: "word" }).segment(text), ({ segment }) => segment);
}

// compare lists what two texts share, what went and what came, in order.
export function compare(before: string, after: string): Piece[] {
  const a = words(before), b = words(after);
  let start = 0;
  while (start < a.length && start < b.length && a[start] === b[start]) start++;
  let end = 0;
  while (end < a.length - start && end < b.length - start && a[a.length - 1 - end] === b[b.length - 1 - end]) end++;
  const pieces: Piece[] = [];
  const add = (kind: Piece["kind"], text: string) => {
    const last = pieces[pieces.length - 1];
    if (last?.kind === kind) last.text += text;
    else if (text) pieces.push({ kind, text });
  };
  add("same", a.slice(0, start).join(""));
  middle(a.slice(start, a.length - end), b.slice(start, b.length - end), add);
  add("same", a.slice(a.length - end).join(""));
  return pieces;
}

// middle compares by the longest common subsequence.
function middle(a: string[], b: string[], add: (kind: Piece["kind"], text: string) => void) {
  if (a.length * b.length > mostPairs) {
    add("gone", a.join(""));
    add("new", b.join(""));
    return;
  }
  const row = b.length + 1;
  const longest = new Uint16Array((a.length + 1) * row); // of what is left of each from there on
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) {
      longest[i * row + j] = a[i] === b[j] ? longest[(i + 1) * row + j + 1] + 1 : Math.max(longest[(i + 1) * row + j], longest[i * row + j + 1]);
    }
  }
  let i = 0, j = 0;
  while (i < a.length || j < b.length) {
    if (i < a.length && j < b.length && a[i] === b[j]) {
      add("same", a[i++]);
      j++;
    } else if (i < a.length && (j === b.length || longest[(i + 1) * row + j] >= longest[i * row + j + 1])) {
      add("gone", a[i++]);
    } else add("new", b[j++]);
  }
}
