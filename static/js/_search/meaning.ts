// What a query that nothing meets may have meant: slips, and Chinese typed in
// pinyin.
import { type Lists, loadReadings, loadShapes } from "./alike.ts";
import type { Index } from "./index.ts";
import { beginnings, isNot, longQuery, pairAt, type Query, spelled } from "./query.ts";
import { log2 } from "./rank.ts";
import { wordList } from "./store.ts";
import { folded, isLatin, isLetter } from "./text.ts";

// What it costs that a query differs from a word, in the units of log2: 16 for each
// halving of the probability.
const costWord = 60; // every word, so that few long ones win
const costSyllable = 4; // pinyin for a character
const costInitial = 30; // an initial for a character
const costHomophone = 48; // another character of the same sound
const costNearSound = 64; // … of a sound that many take for the same
const costShape = 64; // another character that looks like it
const costSlip = 110; // another character, one too many, one too few
const costPass = 150; // a character that fits nothing
const maxReadings = 6; // of a piece
const longWord = 5; // characters from which another word hardly ever differs in one alone
export const impossible = 2 ** 20;

// A Meaning is what a query may have meant; alike if that is sure.
export interface Meaning {
  text: string;
  alike: boolean;
}

// A Known is a word or phrase of the lists.
export interface Known {
  text: string;
  chars: string[];
  weight: number;
  kind: string;
}

type Line = [text: string, weight: number, kind?: string];

// A Reading is what a part of a piece may stand for.
interface Reading {
  text: string;
  cost: number;
  noise: number;
}

// loadWords reads the lists of words or phrases that may begin with some characters and
// returns their names; listsOf names those of a letter.
export async function loadWords({ store, fold, learn }: Index, chars: string[], listsOf: (letter: string) => string[]) {
  const spoken = await loadReadings(store), names = [...new Set(chars.flatMap((c) => lettersOf(spoken, c)).flatMap(listsOf))];
  await store.load(names, async (lines: Line[]) => {
    await learn();
    return lines.map((line) => wordOf(fold, line));
  });
  return names;
}

// lettersOf are the letters under which a word may stand that begins with a
// character, or with another of about the same sound.
function lettersOf(readings: Lists, c: string) {
  if (isLatin(c)) return [c];
  const near: { [letter: string]: string } = { n: "nl", l: "ln" };
  return [...new Set((readings.get(c) || []).map(([letter]) => near[letter] || letter).join(""))];
}

// blur takes together the sounds that speakers of many regions do not part: zh
// and z, ch and c, sh and s, n and l, -ng and -n.
const blur = (syllable: string) => syllable.replace(/^(.)h|g$/g, "$1").replace(/^n/, "l");

const wordOf = (fold: Index["fold"], [text, weight, kind = "word"]: Line): Known => ({ text, chars: folded(fold, text), weight: Math.max(weight, 1), kind });

// meanings lists what a query may have meant and whether that is sure, the
// likeliest first. Who types on, turns the page or goes back asks for the same again.
export function meanings(index: Index, q: Query): Promise<Meaning[]> {
  const { meant } = index, typed = q.pieces.map((piece) => piece.join("")).join(" "), list = meant.get(typed) ?? meaningsOf(index, q);
  meant.set(typed, list);
  list.catch(() => meant.delete(typed)); // it will be tried again
  return list;
}

async function meaningsOf(index: Index, q: Query) {
  const letters = spelled(q.run), pieces = letters.length ? [letters] : q.pieces; // spaces between syllables
  // A long piece is left as it is: reading it takes long, and what is pasted has no slips.
  const isRead = (piece: string[]) => piece.length <= longQuery || piece.every(isLetter);
  const readings = await Promise.all(pieces.map((piece) => (isRead(piece) ? read(index, piece) : [])));
  let list: Meaning[] = [{ text: "", alike: true }];
  pieces.forEach((piece, i) => {
    const tails = readings[i].length ? readings[i] : [{ text: piece.join(""), alike: true }];
    const join = (head: Meaning, tail: Meaning) => ({ text: (i ? head.text + " " : "") + tail.text, alike: head.alike && tail.alike });
    list = list.flatMap((head) => tails.map((tail) => join(head, tail))).slice(0, maxReadings);
  });
  const typed = pieces.map((piece) => piece.join("")).join(" ");
  const isOther = (text: string) => text !== typed && denials(text) >= denials(typed); // 不安全 is not 安全
  const syllables = letters.length < q.run.length ? q.run.join("").split(/['\d]/).filter(Boolean).length : 0; // xi'an is not 现
  return list.filter(({ text }) => (!letters.length || [...text].length >= syllables) && isOther(Array.from(text, index.fold).join("")));
}

// denials counts the characters that deny something.
const denials = (text: string) => [...text].filter(isNot).length;

// read lists what one piece may have meant, and whether that is sure: it sounds so,
// as all that is typed in letters does, or most of it is as typed.
async function read(index: Index, piece: string[]): Promise<Meaning[]> {
  const isTyped = piece.some(isLatin), begins = isTyped ? beginnings(piece) : piece;
  const [readings, shapes] = await Promise.all([loadReadings(index.store), isTyped ? new Map() : loadShapes(index.store)]);
  // A word may begin with a character that looks like the one at a place, if no text has
  // this one and the next.
  const isOdd = (at: number) => at + 1 < piece.length && !index.term(pairAt(piece, at));
  const starts = piece.map((c, at) => (isTyped || !isOdd(at) ? [c] : [c, ...(shapes.get(c) || [])]));
  await loadWords(index, [...new Set(isTyped ? begins : starts.flat())], (letter) => [wordList(letter)]);
  const lettersAt = (at: number) => [...new Set(starts[at].flatMap((c) => lettersOf(readings, c)))];
  const words = piece.map((c, at): Known[][] => (begins.includes(c) ? lettersAt(at) : []).map((letter) => index.store.file(wordList(letter))));
  let total = 1;
  for (const list of new Set(words.flat())) {
    for (const word of list) total += word.weight;
  }
  const matcher = newMatcher(piece, readings, false, shapes), isLike = (c: string, at: number) => c === piece[at] || matcher.likeness(at, c) < impossible;
  const isAlike = (chars: string[]) => piece.some(isLatin) || (chars.length === piece.length && (piece.length >= longWord || chars.every(isLike)));
  const found = likeliest(piece, matcher, words, total).filter((r) => r.noise && r.noise <= noiseLimit(piece));
  return found.map(({ text }) => ({ text, alike: isAlike(folded(index.fold, text)) }));
}

// noiseLimit is how far a reading may be from what was typed: a slip in three
// characters; letters are free.
function noiseLimit(piece: string[]) {
  return piece.reduce((limit, c) => limit + (isLatin(c) ? costInitial : costHomophone / 2), costNearSound);
}

// likeliest finds the likeliest readings of a whole piece.
function likeliest(piece: string[], { match, ends }: Matcher, words: Known[][][], total: number) {
  const best: Reading[][] = piece.map(() => []);
  best.push([]);
  best[0].push({ text: "", cost: 0, noise: 0 });
  piece.forEach((c, at) => {
    if (!best[at].length) return;
    for (const list of words[at]) {
      for (const word of list) {
        const last = match(at, word.chars);
        for (let end = at + 1; end <= last; end++) {
          const noise = ends[end];
          if (noise === impossible) continue;
          extend(best, at, end, { text: word.text, cost: costWord + (log2(total / word.weight) >> 1) + noise, noise });
        }
      }
    }
    extend(best, at, at + 1, { text: c, cost: costPass, noise: Infinity }); // it fits nothing: such readings only compete
  });
  return best[piece.length];
}

// extend appends a word to the readings that end where it begins.
function extend(best: Reading[][], at: number, end: number, word: Reading) {
  for (const r of best[at]) {
    const next = { text: r.text + word.text, cost: r.cost + word.cost, noise: r.noise + word.noise };
    let list = best[end];
    const place = list.filter((other) => other.cost <= next.cost).length;
    if (place >= maxReadings || list.some((other) => other.text === next.text && other.cost <= next.cost)) continue;
    list = list.filter((other) => other.text !== next.text);
    list.splice(place, 0, next);
    best[end] = list.slice(0, maxReadings);
  }
}

type Matcher = ReturnType<typeof newMatcher>;

// newMatcher compares a piece of a query with words. Open, the piece may end
// inside the word: completion, without slips. ends is the least cost for each
// place at which the word can have ended.
export function newMatcher(piece: string[], readings: Lists, open: boolean, shapes: Lists = new Map()) {
  const size = piece.length, ends = new Int32Array(size + 1).fill(impossible), sounds = piece.map(() => new Map<string, number>());
  let last = 0, limit = impossible; // a cost that is too much for the word

  // match compares a word with the piece from a place on, fills ends and
  // returns the last place that is possible.
  function match(from: number, word: string[]) {
    ends.fill(impossible, from, last + 1);
    last = from;
    const short = word.length < 3;
    limit = short ? word.length * costHomophone : impossible; // no character is as typed: chance, not a slip
    step(from, word, 0, 0, short || open);
    return last;
  }

  function reach(at: number, cost: number) {
    if (cost >= limit) return;
    if (cost < ends[at]) ends[at] = cost;
    if (at > last) last = at;
  }

  // step matches a word from its i-th character on with the piece from place at
  // on. slipped is true if no slip may be assumed any more.
  function step(at: number, word: string[], i: number, cost: number, slipped: boolean): void {
    const left = word.length - i;
    if (!left || (open && at === size)) return reach(at, cost);
    if (at === size) {
      if (!slipped && left === 1) reach(at, cost + costSlip); // the last character is missing
      return;
    }
    const c = piece[at], w = word[i];
    if (c === w) return step(at + 1, word, i + 1, cost, slipped);
    if (isLetter(c)) return letters(at, word, i, cost, slipped);
    const more = open ? impossible : likeness(at, w);
    if (more < impossible) step(at + 1, word, i + 1, cost + more, slipped);
    if (slipped || isLatin(c)) return;
    if (more === impossible) step(at + 1, word, i + 1, cost + costSlip, true); // another character
    step(at, word, i + 1, cost + costSlip, true); // one too few
    step(at + 1, word, i, cost + costSlip, true); // one too many
  }

  // letters matches a character of a word with letters of the piece.
  function letters(at: number, word: string[], i: number, cost: number, slipped: boolean) {
    for (const reading of readings.get(word[i]) || []) {
      const go = (n: number, more: number) => step(at + n, word, i + 1, cost + more, slipped);
      const initial = reading[1] === "h" ? 2 : 1;
      let n = 0; // letters in common
      while (n < reading.length && piece[at + n] === reading[n]) n++;
      if (n === reading.length || (open && at + n === size)) go(n, costSyllable);
      else if (n >= initial && initial > 1) go(initial, 2 * costInitial);
      if (n && reading.length > 1) go(1, costInitial);
    }
  }

  // likeness is what it costs to take the character at a place for another by its sound
  // or shape.
  function likeness(at: number, w: string): number {
    let cost = sounds[at].get(w);
    if (!cost) {
      type Change = (syllable: string) => string;
      const of = (c: string, change: Change) => (readings.get(c) || []).map(change);
      const shared = (change: Change) => of(w, change).some((sound) => of(piece[at], change).includes(sound));
      cost = shared((sound) => sound) ? costHomophone : shared(blur) ? costNearSound : shapes.get(piece[at])?.includes(w) ? costShape : impossible;
      sounds[at].set(w, cost);
    }
    return cost;
  }

  return { match, ends, likeness };
}
