// What a query that nothing meets may have meant: slips, and Chinese typed in
// pinyin. generator/search/correct.go and noisy.go are its models.
import { log2 } from "./rank.js";
import { folded, isLatin } from "./text.js";

const costWord = 60, costSyllable = 4, costInitial = 30, costHomophone = 48, costNearSound = 64, costSlip = 110, costPass = 150;
const maxReadings = 6;
export const impossible = 2 ** 20;

const pinyinFile = "pinyin.json";
const readingsOf = (table) => {
  const readings = new Map();
  for (const syllable of Object.keys(table).sort()) {
    for (const c of table[syllable]) readings.set(c, [...(readings.get(c) || []), syllable]);
  }
  return readings;
};

// loadReadings reads the syllables of characters.
export async function loadReadings(index) {
  await index.store.load([pinyinFile], readingsOf);
  return index.store.file(pinyinFile);
}

// loadWords reads files of words or phrases.
export function loadWords(index, names) {
  return index.store.load(names, async (lines) => {
    await index.learn(lines.map(([text]) => text).join());
    return lines.map(([text, weight, kind]) => ({ text, chars: folded(index.fold, text), weight: Math.max(Math.trunc(weight), 1), kind }));
  });
}

// lettersOf are the letters under which a word may stand that begins with a
// character, or with another of about the same sound.
export function lettersOf(index, readings, c) {
  const list = [];
  for (const [letter] of isLatin(c) ? [c] : readings.get(c) || []) {
    list.push(letter);
    if (letter === "n") list.push("l");
    if (letter === "l") list.push("n");
  }
  const letters = isLatin(c) ? [c] : [...new Set(list)];
  return letters.filter((letter) => index.entry.letters.includes(letter));
}

const wordFile = (letter) => `w-${letter}.json`;
const allLetters = (run) => run.every((c) => c >= "a" && c <= "z");

// meanings lists what a query may have meant, the likeliest first.
export async function meanings(index, q) {
  const pieces = allLetters(q.run) ? [q.run] : q.pieces; // spaces between syllables
  // Letters need no table of syllables to know where their words are.
  const ofLetters = [...new Set(q.run.filter(isLatin).flatMap((c) => lettersOf(index, new Map(), c)))];
  const [readings] = await Promise.all([loadReadings(index), loadWords(index, ofLetters.map(wordFile))]);
  const letters = new Set(q.run.flatMap((c) => lettersOf(index, readings, c)));
  await loadWords(index, [...letters].map(wordFile));
  let texts = [""];
  pieces.forEach((piece, i) => {
    let list = read(index, readings, piece);
    if (!list.length) list = [piece.join("")];
    texts = texts.flatMap((head) => list.map((tail) => (i ? head + " " : head) + tail)).slice(0, maxReadings);
  });
  const typed = pieces.map((piece) => piece.join("")).join(" ");
  return texts.filter((text) => Array.from(text, index.fold).join("") !== typed);
}

// read lists what one piece may have meant.
function read(index, readings, piece) {
  const words = piece.map((c) => lettersOf(index, readings, c).map((letter) => index.store.file(wordFile(letter))));
  let total = 1;
  for (const list of new Set(words.flat())) {
    for (const word of list) total += word.weight;
  }
  const matcher = new Matcher(piece, readings, false);
  return likeliest(matcher, words, total).filter((r) => !r.pass && r.noise && r.noise <= noiseLimit(piece)).map((r) => r.text);
}

// noiseLimit is how far a reading may be from what was typed: a slip in three
// characters; letters are free.
function noiseLimit(piece) {
  return piece.reduce((limit, c) => limit + (isLatin(c) ? costInitial : costHomophone / 2), costNearSound);
}

// likeliest finds the likeliest readings of a whole piece.
function likeliest(matcher, words, total) {
  const { piece } = matcher;
  const best = piece.map(() => []);
  best.push([]);
  best[0].push({ text: "", cost: 0, noise: 0, pass: 0 });
  piece.forEach((c, at) => {
    if (!best[at].length) return;
    for (const list of words[at]) {
      for (const word of list) {
        const last = matcher.match(at, word.chars);
        for (let end = at + 1; end <= last; end++) {
          const noise = matcher.ends[end];
          if (noise === impossible) continue;
          extend(best, at, end, { text: word.text, cost: costWord + Math.trunc(log2(total, word.weight) / 2) + noise, noise, pass: 0 });
        }
      }
    }
    extend(best, at, at + 1, { text: c, cost: costPass, noise: 0, pass: 1 });
  });
  return best[piece.length];
}

// extend appends a word to the readings that end where it begins.
function extend(best, at, end, word) {
  for (const r of best[at]) {
    const next = { text: r.text + word.text, cost: r.cost + word.cost, noise: r.noise + word.noise, pass: r.pass + word.pass };
    let list = best[end];
    const place = list.filter((other) => other.cost <= next.cost).length;
    if (place >= maxReadings || list.some((other) => other.text === next.text && other.cost <= next.cost)) continue;
    list = list.filter((other) => other.text !== next.text);
    list.splice(place, 0, next);
    best[end] = list.slice(0, maxReadings);
  }
}

// A Matcher compares a piece of a query with words. Open, the piece may end
// inside the word: completion, without slips.
export class Matcher {
  constructor(piece, readings, open) {
    this.piece = piece;
    this.readings = readings;
    this.open = open;
    // ends is the least cost for each place at which the word can have ended.
    this.ends = new Int32Array(piece.length + 1).fill(impossible);
    this.last = 0;
    this.sounds = piece.map(() => new Map());
  }

  // match compares a word with the piece from a place on, fills ends and
  // returns the last place that is possible.
  match(from, word) {
    this.ends.fill(impossible, from, this.last + 1);
    this.last = from;
    this.step(from, word, 0, 0, word.length < 3 || this.open);
    return this.last;
  }

  // reach notes that the word can have ended at a place.
  reach(at, cost) {
    if (cost < this.ends[at]) this.ends[at] = cost;
    if (at > this.last) this.last = at;
  }

  // step matches a word from its i-th character on with the piece from place at
  // on. slipped is true if no slip may be assumed any more.
  step(at, word, i, cost, slipped) {
    const { piece, open } = this, left = word.length - i;
    if (!left || (open && at === piece.length)) return this.reach(at, cost);
    if (at === piece.length) {
      if (!slipped && left === 1) this.reach(at, cost + costSlip); // the last character is missing
      return;
    }
    const c = piece[at], w = word[i];
    if (c === w) return this.step(at + 1, word, i + 1, cost, slipped);
    if (c >= "a" && c <= "z") return this.letters(at, word, i, cost, slipped);
    const sound = open ? impossible : this.sound(at, w);
    if (sound < impossible) this.step(at + 1, word, i + 1, cost + sound, slipped);
    if (slipped || isLatin(c)) return;
    if (sound === impossible) this.step(at + 1, word, i + 1, cost + costSlip, true); // another character
    this.step(at, word, i + 1, cost + costSlip, true); // one too few
    this.step(at + 1, word, i, cost + costSlip, true); // one too many
  }

  // letters matches a character of a word with letters of the piece.
  letters(at, word, i, cost, slipped) {
    const { piece, open } = this;
    for (const reading of this.readings.get(word[i]) || []) {
      const go = (n, more) => this.step(at + n, word, i + 1, cost + more, slipped);
      const n = common(piece, at, reading), initial = reading[1] === "h" ? 2 : 1;
      if (n === reading.length || (open && at + n === piece.length)) go(n, costSyllable);
      else if (n >= initial && initial > 1) go(initial, costInitial);
      if (n >= 1 && reading.length > 1) go(1, costInitial);
    }
  }

  // sound is what it costs to take the character at a place for another by its sound.
  sound(at, w) {
    const known = this.sounds[at];
    let cost = known.get(w);
    if (cost === undefined) {
      const of = (c, change) => (this.readings.get(c) || []).map(change);
      const shared = (change) => of(w, change).some((sound) => of(this.piece[at], change).includes(sound));
      cost = shared((sound) => sound) ? costHomophone : shared(blur) ? costNearSound : impossible;
      known.set(w, cost);
    }
    return cost;
  }
}

function common(text, from, word) {
  let n = 0;
  while (from + n < text.length && n < word.length && text[from + n] === word[n]) n++;
  return n;
}

// blur takes together the sounds that speakers of many regions do not part: zh
// and z, ch and c, sh and s, n and l, -ng and -n.
const blur = (syllable) => syllable.replace(/^(.)h/, "$1").replace(/^n/, "l").replace(/g$/, "");
