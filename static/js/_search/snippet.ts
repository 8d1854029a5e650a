// Which part of a text shows why it was found. It counts in characters, what is returned in units of UTF-16.
import type { Folder } from "./folder.ts";
const lead = 12; // characters before the first mark of a snippet
const signs = "。；;！？!? ，,、：:";
const token = /[0-9A-Za-z.,%‰％]/; // of a number or Latin word
const isLong = /[\ud800-\udbff]/; // of texts with characters of two units

let marked = new Uint8Array(0); // 1 for the units of a text that are marked

// A Mark is a part of a text, in units of UTF-16: from (included) to (not).
export type Mark = [start: number, end: number];

// A Snippet is a part of a text; it may go on before and after it.
export interface Snippet {
  text: string;
  marks: Mark[];
  cutBefore: boolean;
  cutAfter: boolean;
}

// A line is a list of characters, or a text each of whose units is one.
type Line = string | string[];

// marks finds runs in a text: [start, end] of each, sorted and apart. The first
// run is the query as typed and says it all if it is there.
export function marks(folder: Folder, text: string, runs: string[]): Mark[] {
  const size = text.length, folded = folder.text(text), { places } = folder;
  if (marked.length < size) marked = new Uint8Array(2 * size);
  marked.fill(0, 0, size);
  let any = false;
  for (const run of runs) {
    const { length } = run;
    for (let from = folded.indexOf(run); length && from >= 0; from = folded.indexOf(run, from + length)) {
      marked.fill(1, places[from], endOf(text, places[from + length - 1]));
      any = true;
    }
    if (any && run === runs[0]) break;
  }
  const list: Mark[] = [];
  for (let start = 0, end: number; any && start < size; start = end + 1) {
    while (start < size && !marked[start]) start++;
    end = start;
    while (end < size && marked[end]) end++;
    if (end > start) list.push([start, end]);
  }
  return list;
}

// endOf is where the character at a place ends.
const endOf = (text: string, at: number) => at + (text.codePointAt(at)! > 0xffff ? 2 : 1);

// asTyped is a folded part of a text as it stands there: 資訊, not 资讯.
export function asTyped(folder: Folder, text: string, part: string) {
  const from = folder.text(text).indexOf(part), { places } = folder;
  if (from < 0) return part;
  return text.slice(places[from], endOf(text, places[from + part.length - 1]));
}

// snippet cuts about length characters out of a text, where most is marked; figure is a
// further mark that is within.
export function snippet(folder: Folder, text: string, runs: string[], length: number, figure?: Mark | null): Snippet {
  const line = text.replace(/\n/g, " "), found = figure ? joined(marks(folder, line, runs), figure) : marks(folder, line, runs);
  if (!isLong.test(line)) return cut(line, found, length) as Snippet;
  const chars = [...line], at = offsets(chars);
  const { text: part, marks: inside, ...rest } = cut(chars, found.map(([a, b]): Mark => [at.indexOf(a), at.indexOf(b)]), length);
  const list = [...part], to = offsets(list);
  return { text: list.join(""), marks: inside.map(([a, b]): Mark => [to[a], to[b]]), ...rest };
}

// joined are marks near one more, with it, sorted and apart.
function joined(list: Mark[], [from, to]: Mark): Mark[] {
  const others = list.filter(([a, b]) => (b < from || a > to) && Math.abs(a - from) < 100);
  const touching = list.filter(([a, b]) => b >= from && a <= to), all = [[from, to] as Mark, ...touching];
  return [...others, [Math.min(...all.map(([a]) => a)), Math.max(...all.map(([, b]) => b))] as Mark].sort(([a], [b]) => a - b);
}

// offsets are the places of characters, and of the end, in units.
function offsets(chars: string[]) {
  const at = [0];
  for (const c of chars) at.push(at[at.length - 1] + c.length);
  return at;
}

// cut cuts a list of characters, or a text each of whose units is one.
function cut(chars: Line, found: Mark[], length: number) {
  let start = 0, best = -1;
  for (let i = 0; i < found.length; i++) {
    const from = sentenceStart(chars, found[i][0]);
    let sum = 0;
    for (let k = i; k < found.length; k++) {
      const [a, b] = found[k];
      if (b <= from + length) sum += b - a;
    }
    if (sum > best) [best, start] = [sum, from];
  }
  start = Math.max(Math.min(start, chars.length - length), 0);
  const end = sentenceEnd(chars, Math.min(start + length, chars.length));
  start = outside(chars, start, -1);
  const inside = found.filter(([a, b]) => a < end && b > start).map(([a, b]): Mark => [Math.max(a, start) - start, Math.min(b, end) - start]);
  return { text: chars.slice(start, end), marks: inside, cutBefore: start > 0, cutAfter: end < chars.length };
}

// sentenceStart goes back from a mark to the last sign, but not far.
function sentenceStart(chars: Line, mark: number) {
  for (let at = mark; at > Math.max(mark - 2 * lead, 0); at--) {
    if (signs.includes(chars[at - 1])) return at;
  }
  return Math.max(mark - lead, 0);
}

// sentenceEnd goes on from a cut to the next sign, but not far, so that a number
// keeps its unit and a word its end; else out of a number.
function sentenceEnd(chars: Line, cut: number) {
  for (let at = cut; at < Math.min(cut + lead, chars.length); at++) {
    if (signs.includes(chars[at]) && !isWithin(chars, at)) return at;
  }
  return cut + lead >= chars.length ? chars.length : outside(chars, cut, 1);
}

// outside moves a cut out of a number or Latin word, unless that is very long:
// the first digits of a number are another number.
function outside(chars: Line, cut: number, step: number) {
  for (let at = cut; Math.abs(at - cut) <= 2 * lead; at += step) {
    if (!isWithin(chars, at)) return at;
  }
  return cut;
}

const isWithin = (chars: Line, cut: number) => cut > 0 && cut < chars.length && token.test(chars[cut - 1]) && token.test(chars[cut]);
