// The account of a query: what speaks for each passage. Scores are whole numbers.
import { charsOf, type Key } from "./block.ts";
import type { Index } from "./index.ts";
import { find } from "./match.ts";
import type { Query, Want } from "./query.ts";

// How much a word counts at its best, in parts of its rarity; see match.js, too.
const worthWord = 8; // anywhere
const worthNamed = 2; // in the name of the report
const worthPair = 1; // a pair of neighbours of the query, for each
const worthTyped = 24; // the whole query as typed
const worthMet = 16; // in a near hit, that it holds the word at all
// For two words that follow each other in the query and in the passage; it fades with
// their distance, to nothing at closeness.
const worthClose = 8, closeness = 64;
const synonymPart = 3, synonymOf = 4; // a synonym counts for 3/4 of the word itself

// A Part is one reason for a score.
export interface Part {
  kind: string;
  text: string;
  score: number;
}

type Tally = ReturnType<typeof newTally>;

// An Account says what speaks for each passage, some of which anything speaks for.
export interface Account extends Omit<Tally, "list"> {
  index: Index;
  q: Query;
  tally: Tally;
  some: Int32Array;
  dropped: string[];
  rarities: number[];
  all: number;
  full: (doc: number) => boolean;
  parts: Map<number, Part[]> | null;
  checked: Set<number>;
}

// log2 is 16 times the binary logarithm of a/b, rounded down.
export function log2(a: number, b: number) {
  let x = a / b, n = 0;
  for (; x >= 2; x /= 2) n += 16;
  for (let bit = 8; bit; bit >>= 1) {
    x *= x;
    if (x >= 2) {
      x /= 2;
      n += bit;
    }
  }
  return n;
}

// newTally is the room for what speaks for each passage.
const newTally = (passages: number) => ({
  score: new Int32Array(passages), list: new Int32Array(passages), // of those that have one
  mask: new Int32Array(passages), // wants that are met
  exact: new Uint8Array(passages), // 1 for passages that hold the query as typed
  worth: new Int32Array(passages), // what a passage has for that
  pairs: new Uint8Array(passages), // pairs of the net that stand in it
});

// release gives the room of an account back, which is of no use any more. It is
// large, and the memory of each new one comes from the system piece by piece.
export const release = (account?: Account) => account && account.index.released.push(account);

// roomOf is room that is empty.
function roomOf({ released, passages }: Index): Tally {
  const account = released.pop();
  if (!account) return newTally(passages);
  const { some, tally } = account, { score, mask, exact, worth, pairs } = tally;
  for (let i = 0; i < some.length; i++) {
    const doc = some[i];
    score[doc] = mask[doc] = exact[doc] = worth[doc] = pairs[doc] = 0;
  }
  return tally;
}

// newAccount adds up what a query, whose terms have been read, has in each
// passage. With at, it is only looked for as typed, by its pairs at these places.
export function newAccount(index: Index, q: Query, at?: number[]): Account {
  const { passages, found, met: { best, rooms, docs: met }, entry: { reports } } = index;
  const parts = index.explains ? new Map<number, Part[]>() : null; // by passage: what its score is made of
  const tell = (doc: number, kind: string, text: string, score: number) => {
    if (!parts!.has(doc)) parts!.set(doc, []);
    parts!.get(doc)!.push({ kind, text, score });
  };
  const tally = roomOf(index), { score, list, mask, exact, worth, pairs } = tally;
  let size = 0; // of list
  const dropped: string[] = [], rarities: number[] = [];
  // rarity is the weight of what stands in so many passages.
  const rarity = (count: number) => 8 + log2(passages + 1, Math.max(count, 1));

  // What follows runs through thousands of passages with a cold engine, for which
  // each call counts.
  function typed() {
    const count = find(index, q.run, at), rare = rarity(count), { docs, worth: worths } = found;
    for (let i = 0; i < count; i++) {
      const doc = docs[i];
      exact[doc] = 1;
      list[size++] = doc; // the first to have a score
      score[doc] = worth[doc] = rare * (worthTyped + worths[i]);
      if (parts) tell(doc, "typed", q.run.join(""), score[doc]);
    }
    return count;
  }

  // want counts a word, as the best of what may stand for it, and how near it
  // stands to the one before it in the query.
  function want({ text, alternatives }: Want, number: number) {
    const places = rooms[number & 1], before = rooms[~number & 1], previous = number && 1 << (number - 1);
    let count = 0; // of met
    alternatives.forEach((word, k) => {
      const isRun = !number && !k && word.length === q.run.length; // then it has been found
      const n = isRun ? asTyped : find(index, word), { docs, worth: worths, places: firsts } = found, part = k ? synonymPart : synonymOf;
      for (let i = 0; i < n; i++) {
        const doc = docs[i], value = (worthWord + worths[i]) * part;
        if (!best[doc]) met[count++] = doc;
        else if (value <= best[doc]) continue;
        best[doc] = value;
        places[doc] = firsts[i];
      }
      // A word in the name of a report counts for all its passages; a word in
      // all names says nothing.
      const named = reports.filter(([name]) => name.includes(word.join("")));
      if (named.length === reports.length && count) return;
      for (const [, first, end] of named) {
        for (let doc = first; doc < end; doc++) {
          if (best[doc]) continue; // a word in the text is worth more
          met[count++] = doc;
          best[doc] = worthNamed * synonymOf;
          places[doc] = 0;
        }
      }
    });
    if (!count) dropped.push(text);
    const rare = (rarities[number] = rarity(count)), bit = 1 << number;
    for (let i = 0; i < count; i++) {
      const doc = met[i];
      let value = div(rare * best[doc], synonymOf);
      if (parts) tell(doc, "word", text, value);
      if (mask[doc] & previous && places[doc] && before[doc]) {
        const distance = Math.abs(places[doc] - before[doc]);
        if (distance < closeness) {
          const near = div(rare * worthClose * (closeness - distance), closeness);
          value += near;
          if (parts) tell(doc, "near", text, near);
        }
      }
      if (!score[doc]) list[size++] = doc;
      score[doc] += value;
      mask[doc] |= bit;
      best[doc] = 0;
    }
  }

  function pair(key: Key) {
    const { docs } = index.list(key), value = rarity(docs.length) * worthPair;
    for (let i = 0; i < docs.length; i++) {
      const doc = docs[i];
      if (!score[doc]) list[size++] = doc;
      score[doc] += value;
      pairs[doc]++;
      if (parts) tell(doc, "pair", charsOf(key).join(""), value);
    }
  }

  const asTyped = typed();
  if (!at) {
    best.fill(0); // had there been an error
    q.wants.forEach(want);
    q.net.forEach(pair);
  }
  const all = 2 ** q.wants.length - 1 || -1; // no mask if there are none
  // full says whether a passage meets the whole query.
  const full = (doc: number) => exact[doc] === 1 || mask[doc] === all;
  return { index, q, tally, some: list.subarray(0, size), score, mask, exact, worth, pairs, dropped, rarities, all, full, parts, checked: new Set<number>() };
}

// nearScore is the score of a near hit, to which each word counts that it holds.
export function nearScore({ score, mask, rarities }: Account, doc: number) {
  let worth = score[doc];
  for (let i = 0; i < rarities.length; i++) worth += ((mask[doc] >> i) & 1) * rarities[i] * worthMet;
  return worth;
}

// explained is the score of a hit with its parts. That of a passage that only seemed
// to hold the query as typed counts no longer.
export function explained(account: Account, doc: number, isNear: boolean) {
  const { score, exact, parts } = account, total = isNear ? nearScore(account, doc) : score[doc];
  const list = parts!.get(doc)!.filter(({ kind }) => kind !== "typed" || exact[doc]);
  return { score: total, parts: isNear ? [...list, { kind: "met", text: "", score: total - score[doc] }] : list };
}

const div = (a: number, b: number) => (a / b) | 0;
