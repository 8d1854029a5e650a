// What a query in the address of a search page needs for sure: it is asked for
// when neither the search's own script nor the entry file has come.
import { blockOf, placementsOf } from "./block.js";
import { beginnings, cover, endPairs, isPinyin, keysOf, mayBeCopied, pairAt, parse } from "./query.js";
import { pinyinFile, wordFile } from "./store.js";
import { addFolds } from "./text.js";

// earlyFiles names the files. early is what the page says of the index: see
// generator/search/early.go.
export function earlyFiles(early, text) {
  const folds = new Map(), places = placementsOf(early);
  addFolds(folds, "");
  const q = parse({ fold: (c) => folds.get(c) || c }, text);
  const blocks = (keys) => keys.map((key) => early.shared + blockOf(key, places));
  if (!isPinyin(text, q)) return [...new Set(blocks(asTyped(q)))];
  const letters = [...q.run].filter((c) => beginnings(q.run).includes(c) && early.letters?.includes(c));
  return [...new Set([...blocks(endPairs(q)), early.shared + pinyinFile, ...letters.map((letter) => early.own + wordFile(letter))])];
}

// asTyped are the terms without which no answer begins.
function asTyped(q) {
  if (!q.run.length) return [];
  if (mayBeCopied(q)) return cover(q.run).map((i) => pairAt(q.run, i));
  return [q.run, ...q.pieces.filter((piece) => piece.length === 1)].flatMap(keysOf);
}
