// What a query in the address of a search page needs for sure: it is asked for
// when neither the search's own script nor the entry file has come.
import { blockOf, placementsOf } from "./block.js";
import { beginnings, cover, endPairs, isPinyin, keysOf, mayBeCopied, pairAt, parse } from "./query.js";
import { guessed, soundOf } from "./sound.js";
import { pinyinFile, soundFile, wordFile } from "./store.js";
import { addFolds, isHan } from "./text.js";

const maxSlip = 4;

// earlyFiles names the files that are needed, and those that are if nothing is
// found: a short query may have a slip, and what mends it is small. early is what
// the page says of the index: see generator/search/early.go.
export function earlyFiles(early, text) {
  const folds = new Map(), places = placementsOf(early);
  addFolds(folds, "");
  const q = parse({ fold: (c) => folds.get(c) || c }, text);
  const blocks = (keys) => [...new Set(keys.map((key) => early.shared + blockOf(key, places)))];
  if (isPinyin(text, q)) return { needed: [...blocks(endPairs(q)), ...wordFiles(early, q.run)], likely: [] };
  return { needed: blocks(asTyped(q)), likely: q.run.length <= maxSlip && q.run.every(isHan) ? soundFiles(early, q.run) : [] };
}

function wordFiles({ shared, own, letters = "" }, run) {
  const some = [...letters].filter((letter) => run.includes(letter) && beginnings(run).includes(letter));
  return [shared + pinyinFile, ...some.map((letter) => own + wordFile(letter))];
}

function soundFiles({ own, sounds = "" }, run) {
  const some = run.flatMap((c) => guessed.get(c)).map(soundOf);
  return sounds.split(" ").filter((sound) => some.includes(sound)).map((sound) => own + soundFile(sound));
}

// asTyped are the terms without which no answer begins.
function asTyped(q) {
  if (!q.run.length) return [];
  if (mayBeCopied(q)) return cover(q.run).map((i) => pairAt(q.run, i));
  return [q.run, ...q.pieces.filter((piece) => piece.length === 1)].flatMap(keysOf);
}
