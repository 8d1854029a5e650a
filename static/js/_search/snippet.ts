// Which part of a text shows why it was found. All places are units of UTF-16.
import { type Fold, foldedText } from "./text.ts";

const lead = 12; // characters before the first mark of a snippet
const signs = "。；;！？!? ，,、：:";
const token = /[0-9A-Za-z.,%‰％]/; // of a number or Latin word

// A Mark is a part of a text: from (included) to (not).
export type Mark = [start: number, end: number];

// A Snippet is a part of a text; it may go on before and after it.
export interface Snippet {
  text: string;
  marks: Mark[];
  cutBefore: boolean;
  cutAfter: boolean;
}

// marks finds runs in a text: [start, end] of each, sorted and apart. The first
// run is the query as typed and says it all if it is there.
export function marks(fold: Fold, text: string, runs: string[]): Mark[] {
  const size = text.length, { folded, places } = foldedText(fold, text), marked = new Uint8Array(size);
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
export function asTyped(fold: Fold, text: string, part: string) {
  const { folded, places } = foldedText(fold, text), from = folded.indexOf(part);
  if (from < 0) return part;
  return text.slice(places[from], endOf(text, places[from + part.length - 1]));
}

// snippet cuts about so many units out of a text, where most is marked; figure is a
// further mark that is within.
export function snippet(fold: Fold, text: string, runs: string[], length: number, figure?: Mark | null): Snippet {
  const line = text.replace(/\n/g, " "), found = figure ? joined(marks(fold, line, runs), figure) : marks(fold, line, runs);
  let start = 0, best = -1;
  for (const [at] of found) {
    const from = sentenceStart(line, at), sum = found.reduce((sum, [a, b]) => sum + (a >= at && b <= from + length ? b - a : 0), 0);
    if (sum > best) [best, start] = [sum, from];
  }
  start = Math.max(Math.min(start, line.length - length), 0);
  const end = sentenceEnd(line, Math.min(start + length, line.length));
  start = outside(line, start, -1);
  const inside = found.filter(([a, b]) => a < end && b > start).map(([a, b]): Mark => [Math.max(a, start) - start, Math.min(b, end) - start]);
  return { text: line.slice(start, end), marks: inside, cutBefore: start > 0, cutAfter: end < line.length };
}

// joined are marks near one more, with it, sorted and apart.
function joined(list: Mark[], [from, to]: Mark): Mark[] {
  const others = list.filter(([a, b]) => (b < from || a > to) && Math.abs(a - from) < 100);
  const touching = list.filter(([a, b]) => b >= from && a <= to), all = [[from, to] as Mark, ...touching];
  return [...others, [Math.min(...all.map(([a]) => a)), Math.max(...all.map(([, b]) => b))] as Mark].sort(([a], [b]) => a - b);
}

// sentenceStart goes back from a mark to the last sign, but not far.
function sentenceStart(text: string, mark: number) {
  for (let at = mark; at > Math.max(mark - 2 * lead, 0); at--) {
    if (signs.includes(text[at - 1])) return at;
  }
  return Math.max(mark - lead, 0);
}

// sentenceEnd goes on from a cut to the next sign, but not far, so that a number
// keeps its unit and a word its end; else out of a number.
function sentenceEnd(text: string, cut: number) {
  for (let at = cut; at < Math.min(cut + lead, text.length); at++) {
    if (signs.includes(text[at]) && !isWithin(text, at)) return at;
  }
  return cut + lead >= text.length ? text.length : outside(text, cut, 1);
}

// outside moves a cut out of a number or Latin word, unless that is very long: the first
// digits of a number are another number. Nor does it part a character of two units.
function outside(text: string, cut: number, step: number) {
  for (let at = cut; Math.abs(at - cut) <= 2 * lead; at += step) {
    if (!isWithin(text, at)) return at;
  }
  return cut;
}

const isWithin = (text: string, cut: number) => (token.test(text.charAt(cut - 1)) && token.test(text.charAt(cut))) || /[\udc00-\udfff]/.test(text.charAt(cut));
