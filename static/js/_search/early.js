// What a query in the address of a search page needs first: it is asked for
// when neither the search's own script nor the entry file has come.
import { blockOf, placementsOf } from "./block.js";
import { beginnings, cover, endPairs, isPinyin, keysOf, mayBeCopied, pairAt, parse } from "./query.js";
import { guessed, soundOf } from "./sound.js";
import { bundlesOf, pinyinFile, soundList, wordList } from "./store.js";
import { isHan, narrowed } from "./text.js";

const maxSlip = 4;

// patience is for how many ms a page waits to be shown with its results.
export const patience = 200;

// understood parses a query as far as it can be without the index.
const understood = (text) => parse({ fold: narrowed }, text);

// neededFiles names the files that an answer begins with. early is what the page
// says of the index: see generator/search/entry.go. A literal query is not taken
// for pinyin.
export function neededFiles(early, text, literal) {
  const q = understood(text), places = placementsOf(early), pinyin = !literal && isPinyin(text, q);
  const blocks = (pinyin ? endPairs(q) : asTyped(q)).map((key) => early.shared + blockOf(key, places));
  return [...new Set(blocks), ...(pinyin ? wordFiles(early, q.run) : [])];
}

// likelyFiles names those that are needed if nothing is found: a short query may
// have a slip, and what mends it is small.
export function likelyFiles(early, text) {
  const { run } = understood(text);
  return run.length > 1 && run.length <= maxSlip && run.every(isHan) ? soundFiles(early, run) : [];
}

const wordFiles = (early, run) => [early.shared + pinyinFile, ...bundles(early, beginnings(run).map(wordList))];

const soundFiles = (early, run) => bundles(early, run.flatMap((c) => guessed.get(c)).map(soundOf).map(soundList));

// bundles are the files that hold some lists, each once.
function bundles(early, names) {
  const known = bundlesOf(early);
  return [...new Set(names.filter((name) => known.has(name)).map((name) => early.own + known.get(name).file))];
}

// asTyped are the terms without which no answer begins.
function asTyped(q) {
  if (!q.run.length) return [];
  if (mayBeCopied(q)) return cover(q.run).map((i) => pairAt(q.run, i));
  return [q.run, ...q.pieces.filter((piece) => piece.length === 1)].flatMap(keysOf);
}
