// Which part of a text shows why it was found; generator/search/snippet.go is
// its model. Places are characters; only what is returned has UTF-16 offsets.
import { skipped } from "./text.js";

const lead = 12; // characters before the first mark of a snippet
const sign = /[。；;！？!? ，,、：:]/;

// spans finds runs in a text: [start, end] of each, sorted and apart. The first
// run is the query as typed and says it all if it is there.
function spans(fold, chars, runs) {
  const kept = [], at = [], marked = new Uint8Array(chars.length); // at: of each unit of the text, the place of its character
  for (let i = 0; i < chars.length; i++) {
    if (skipped(chars[i])) continue;
    const c = fold(chars[i]);
    kept.push(c);
    for (let unit = 0; unit < c.length; unit++) at.push(i);
  }
  const text = kept.join(""), typed = runs[0].join("");
  for (const run of runs.map((run) => run.join(""))) {
    const { length } = run;
    for (let from = text.indexOf(run); length && from >= 0; from = text.indexOf(run, from + length)) {
      marked.fill(1, at[from], at[from + length - 1] + 1);
    }
    if (run === typed && marked.includes(1)) break;
  }
  const list = [];
  for (let start = marked.indexOf(1), end; start >= 0; start = marked.indexOf(1, end)) {
    end = start + 1;
    while (marked[end]) end++;
    list.push([start, end]);
  }
  return list;
}

// offsets turns places of characters into UTF-16 offsets.
function offsets(chars, list) {
  if (!list.length) return list;
  const at = [0];
  for (const c of chars) at.push(at[at.length - 1] + c.length);
  return list.map(([start, end]) => [at[start], at[end]]);
}

export function marks(fold, text, runs) {
  const chars = [...text];
  return offsets(chars, spans(fold, chars, runs));
}

// snippet cuts about length characters out of a text, where most is marked.
export function snippet(fold, text, runs, length) {
  const chars = [...text.replace(/\n/g, " ")];
  const found = spans(fold, chars, runs);
  let start = 0, best = -1;
  found.forEach(([begin], i) => {
    const from = sentenceStart(chars, begin);
    let marked = 0;
    for (const [a, b] of found.slice(i)) {
      if (b <= from + length) marked += b - a;
    }
    if (marked > best) [best, start] = [marked, from];
  });
  start = Math.max(Math.min(start, chars.length - length), 0);
  const end = Math.min(start + length, chars.length), part = chars.slice(start, end);
  const inside = found.filter(([a, b]) => a < end && b > start).map(([a, b]) => [Math.max(a, start) - start, Math.min(b, end) - start]);
  return { text: part.join(""), marks: offsets(part, inside), cutBefore: start > 0, cutAfter: end < chars.length };
}

// sentenceStart goes back from a mark to the last sign, but not far.
function sentenceStart(chars, mark) {
  for (let at = mark; at > Math.max(mark - 2 * lead, 0); at--) {
    if (sign.test(chars[at - 1])) return at;
  }
  return Math.max(mark - lead, 0);
}
