// Completions of what has been typed: words, titles, goals and units that begin with
// it, in Chinese, pinyin, initials or a mixture.
import { loadReadings } from "./alike.ts";
import type { Index } from "./index.ts";
import { impossible, type Known, loadWords, newMatcher } from "./meaning.ts";
import { parse } from "./query.ts";
import { log2 } from "./rank.ts";
import { phraseList, wordList } from "./store.ts";
import { isRare } from "./text.ts";

// What a kind is worth beside the weight, in units of log2: a title says more than a word.
const kindWorth = new Map([["title", 64], ["unit", 48], ["target", 32]]);

const listsOf = (letter: string) => [phraseList(letter), wordList(letter)];

// A Suggestion completes a text; its kind is "title", "target", "unit" or "word".
export interface Suggestion {
  text: string;
  kind: string;
}

// suggest completes the last piece of a text by words, titles, goals and units.
export async function suggest(index: Index, text: string, limit: number): Promise<Suggestion[]> {
  await index.learn(isRare(text));
  const { pieces } = parse(index, text);
  const last = pieces.pop();
  if (!last) return [];
  const before = pieces.map((piece) => piece.join("") + " ").join("");
  const names = await loadWords(index, [last[0]], listsOf), readings = await loadReadings(index.store);
  const { match, ends } = newMatcher(last, readings, true), typed = last.join("");
  const list: (Suggestion & { cost: number })[] = [];
  for (const { text, chars, weight, kind } of names.flatMap((name): Known[] => index.store.file(name))) {
    match(0, chars);
    const cost = ends[last.length];
    if (cost < impossible && chars.length > 1 && chars.join("") !== typed) {
      list.push({ text: before + text, kind, cost: cost - log2(weight) - (kindWorth.get(kind) || 0) });
    }
  }
  list.sort((a, b) => a.cost - b.cost);
  const shown = new Map<string, Suggestion>(); // the best of each text
  for (const { text, kind } of list) {
    if (!shown.has(text)) shown.set(text, { text, kind });
  }
  return [...shown.values()].slice(0, limit);
}
