// What a query in the address of a search page needs first: it is asked for
// when neither the search's own script nor the entry file has come.
import { blockOf, type Key, type Placements, placementsOf } from "./block.ts";
import { beginnings, cover, endPairs, isPinyin, keysOf, mayBeCopied, pairAt, parse, type Query } from "./query.ts";
import { guessed, soundOf } from "./sound.ts";
import { bundlesOf, pinyinFile, soundList, wordList } from "./store.ts";
import { isHan, plain } from "./text.ts";

const maxSlip = 4;

// patience is for how many ms a page waits to be shown with its results.
export const patience = 200;

// Early is what the page says of the index.
interface Early extends Placements {
  shared: string;
  own: string;
  lists?: string[];
}

// understood parses a query as far as it can be without the index.
const understood = (text: string) => parse({ fold: plain }, text);

// neededFiles names the files that an answer begins with. early is what the page
// says of the index: see generator/search/entry.go. A literal query is not taken
// for pinyin.
export function neededFiles(early: Early, text: string, literal: boolean) {
  const q = understood(text), places = placementsOf(early), pinyin = !literal && isPinyin(text, q);
  const blocks = (pinyin ? endPairs(q) : asTyped(q)).map((key) => early.shared + blockOf(key, places));
  return [...new Set(blocks), ...(pinyin ? wordFiles(early, q.run) : [])];
}

// likelyFiles names those that are needed if nothing is found: a short query may
// have a slip, and what mends it is small.
export function likelyFiles(early: Early, text: string) {
  const { run } = understood(text);
  return run.length > 1 && run.length <= maxSlip && run.every(isHan) ? soundFiles(early, run) : [];
}

const wordFiles = (early: Early, run: string[]) => [early.shared + pinyinFile, ...bundles(early, beginnings(run).map(wordList))];

const soundFiles = (early: Early, run: string[]) => bundles(early, run.flatMap((c) => guessed.get(c)).map(soundOf).map(soundList));

// bundles are the files that hold some lists, each once.
function bundles(early: Early, names: string[]) {
  const known = bundlesOf(early);
  return [...new Set(names.filter((name) => known.has(name)).map((name) => early.own + known.get(name)!.file))];
}

// asTyped are the terms without which no answer begins.
function asTyped(q: Query): Key[] {
  if (!q.run.length) return [];
  if (mayBeCopied(q)) return cover(q.run).map((i) => pairAt(q.run, i));
  return [q.run, ...q.pieces.filter((piece) => piece.length === 1)].flatMap(keysOf);
}
