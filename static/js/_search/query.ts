// A query as it is understood: pieces between white space; run, the pieces joined; wants,
// the words that a passage should hold, with what may stand for each. Pieces, runs and words are lists of characters.
import { type Key, keyOf, restsOf } from "./block.ts";
import { formsOf, joined } from "./forms.ts";
import type { Index } from "./index.ts";
import { folded, isBroken, isDigit, isHan, isLatin, isLetter, isSign } from "./text.ts";

// A Want is a word of a query with what may stand for it, itself the first.
export interface Want {
  text: string;
  alternatives: string[][];
}

export interface Query {
  pieces: string[][];
  run: string[];
  truncated: boolean;
  wants: Want[];
  named: Set<string>; // the wants that a reader knows again: words, or all that was typed
  question: boolean;
  // said is the whole query, folded, without signs and the words of asking and those that
  // say nothing at its ends.
  said: string;
  asked: string[]; // the words of asking
  ignored: boolean; // a part of it is not sought
  net: Key[]; // pairs that say something
  // forms lead from parts of the pieces to the other ways in which they are written.
  forms: Map<string, string[]>;
  quoted: Set<string>; // pieces in quotation marks: sought as typed
  without: string[][]; // what no hit may hold
}

export const textLength = 4096; // units that count
const queryLength = 96, maxWants = 24; // characters and words
// Up to longQuery characters every pair of neighbours is looked up; of a longer query
// every second pair and the last, which still cover each character.
export const longQuery = 24;

// parse folds a query and parts it at white space, but not within a word that has
// synonyms: PM 2.5 is PM2.5.
export function parse(index: Index, text: string): Query {
  const q: Query = { pieces: [], run: [], truncated: text.length > textLength, wants: [], named: new Set(), question: false, said: "", asked: [], ignored: false, net: [], forms: new Map(), quoted: new Set(), without: [] };
  const parts = joined(numbered(text.slice(0, textLength).normalize("NFC"))).match(partOf) || [];
  const isWithout = (part: string) => /^[-－][^-\d]/.test(part), isSought = !parts.every(isWithout);
  for (const part of parts) {
    const quoted = part.match(inQuotes)?.[1];
    if (isSought && isWithout(part)) {
      const run = folded(index.fold, quoted ?? part.slice(1)).slice(0, queryLength);
      if (run.length && q.without.length < maxWants) q.without.push(run);
      continue;
    }
    const all = folded(index.fold, quoted ?? part).filter((c) => !isBroken(c)), piece = all.slice(0, queryLength - q.run.length);
    if (piece.length < all.length) q.truncated = true;
    const last = q.pieces[q.pieces.length - 1];
    if (quoted) q.quoted.add(piece.join(""));
    if (!quoted && belongTogether(index, last, piece)) last.push(...piece);
    else if (piece.length) q.pieces.push(piece);
    q.run.push(...piece);
  }
  q.forms = new Map(q.pieces.map((piece) => piece.join("")).filter((text) => !q.quoted.has(text)).flatMap((text) => [...formsOf(text)]));
  return q;
}

// The parts of a query stand between white space or in quotation marks; what a part with a
// minus says is not wanted.
const partOf = /[-－]?["“「『][^"“”「」『』]+["”」』](?=\p{White_Space}|$)|[^\p{White_Space}]+/gu, inQuotes = /^[-－]?["“「『]([^"“”「」『』]*)["”」』]$/;

// alternatives are what may stand for a word of a query: synonyms, and other ways to
// write a number in it.
function alternatives({ synonyms }: Index, { forms }: Query, word: string[]) {
  const text = word.join(""), list = [...(synonyms.get(text) || [])];
  for (const [part, others] of forms) {
    if (text.includes(part)) list.push(...others.map((other) => text.replace(part, other)));
  }
  return list;
}

// longestOf is how long a word is at most that is looked up in a table, in characters.
const longestOf = ({ longest }: Index, { forms }: Query) => Math.max(longest, ...Array.from(forms.keys(), (part) => part.length));

// numbered asks for a task by its number as the index has it: 第8号任务, 任务8 are 第8项.
const numbered = (text: string) => text.replace(/^\s*(?:第?\s*([0-9０-９]{1,3})\s*[项項号號条條](?:任[务務]|工作)?|(?:任[务務]|序[号號])\s*([0-9０-９]{1,3}))\s*$/, "第$1$2项");

// belongTogether says whether the letters and digits at the end of a piece and
// those at the beginning of the next are a word that has synonyms.
function belongTogether({ synonyms }: Index, a: string[] = [], b: string[]) {
  let from = a.length;
  while (from && isLatin(a[from - 1])) from--;
  const length = latinLength(b, 0);
  return from < a.length && length && synonyms.has(a.slice(from).concat(b.slice(0, length)).join(""));
}

// placesOf lists where the pairs of a run begin that are looked up.
export function placesOf({ length }: string[]) {
  return Array.from({ length: Math.max(length - 1, 0) }, (_, i) => i).filter((i) => length <= longQuery || i % 2 === 0 || i === length - 2);
}

export const pairAt = (run: string[], i: number) => keyOf(run[i], run[i + 1]);

// keysOf are the terms a run is looked up by.
function keysOf(run: string[]) {
  return run.length === 1 ? [keyOf(run[0])] : placesOf(run).map((i) => pairAt(run, i));
}

// isPinyin says whether a query may be pinyin: letters only, of which telephones
// make the first a capital; an abbreviation has more.
export const isPinyin = (text: string, { run }: Query) => spelled(run).length > 1 && !/[A-Z].*[A-Z]/.test(text);

// spelled are the letters of a run that may be pinyin, without what parts its syllables:
// xi'an, ting2che1.
export const spelled = (run: string[]) => (/^(?:[a-z]+(?:'[a-z]+)*|(?:[a-z]+[1-5]){2,})$/.test(run.join("")) ? run.filter(isLetter) : []);

// beginnings are the characters that a word can begin with in a piece: for
// pinyin in full those of its syllables, else all. What stands behind a syllable
// may still be divided otherwise: fan|gan, fang|an.
export function beginnings(piece: string[]) {
  const syllables = piece.join("").match(/(?:[zcs]h|[b-df-hj-np-tw-z])?[aeiouv]+(?:ng?|r)?/g) || [];
  const letters = syllables.map((s) => s[0] + s.slice(-1).replace(/[aeiouv]/, "")).join("");
  return syllables.join("") === piece.join("") ? [...letters] : piece;
}

// guess lists the terms that cutting and matching a query look up, before any
// block is read: all its pairs, and what it may stand for.
export function guess(index: Index, q: Query) {
  const keys = [q.run, ...q.without].flatMap(keysOf), longest = longestOf(index, q);
  for (const piece of q.pieces) {
    if (piece.length === 1) keys.push(...keysOf(piece));
    for (let i = 0; i + 1 < piece.length; i++) {
      keys.push(pairAt(piece, i));
      for (let to = i + 1; to <= Math.min(piece.length, i + longest); to++) {
        const text = piece.slice(i, to).join("");
        for (const word of [...(index.synonyms.get(text) ?? []), ...(q.forms.get(text) ?? [])]) keys.push(...keysOf([...word]));
      }
    }
  }
  return keys;
}

// meets says whether folded texts that belong together meet a query: it stands in one
// of them as typed, or each of its words, or what may stand for it, in some, and in none
// what is not wanted.
export function meets({ run, wants, without }: Query, texts: string[]) {
  const stands = (word: string[]) => texts.some((text) => text.includes(word.join("")));
  return !without.some(stands) && (stands(run) || (wants.length > 0 && wants.every(({ alternatives }) => alternatives.some(stands))));
}

// lookups are the terms by which the words of a query are looked up.
export const lookups = (q: Query) => q.wants.flatMap((want) => want.alternatives).flatMap(keysOf);

// What can stand at a place of a query: a character that begins no word; a word of the
// index, a number, a Latin word; what people say; a word of asking; a word that says
// nothing, or a sign.
type Token = [word: string[], kind: number];

const loose = 0, known = 1, synonym = 2, asking = 3, empty = 4;

// cut finds the words of the query. A single character that belongs to no word
// says nothing between two words, but it makes another of the one it begins or
// ends: 健康码 is more than 健康 even if the index knows no such word. So does what
// denies a word; who asks so asks for none that affirms it. The net has all pairs, also
// across the borders of words, but for words of asking and those that say nothing.
export function cut(index: Index, q: Query) {
  const others: string[][] = [], all: Token[] = [];
  let denied = false;
  for (const piece of q.pieces) {
    if (q.quoted.has(piece.join(""))) {
      add(q, piece);
      all.push([piece, known]);
      continue;
    }
    const tokens = tokensOf(index, q, piece);
    let meant: string[] = [];
    tokens.forEach(([word, kind], i) => {
      const other = otherWord(index, tokens, i), isLone = kind === loose && word.length === 1 && tokens.length > 1;
      if (other.length) {
        others.push(other);
        if (denies(word)) q.named.add(other.join(""));
        denied ||= denies(word);
      } else if (kind === asking) {
        q.question = true;
        q.asked.push(word.join(""));
      } else if (isLone) q.ignored ||= !index.entry.light.includes(word[0]) && !isMeasure(tokens, i);
      else if (kind !== empty) {
        if (kind !== loose || isApart(tokens, i)) q.named.add(word.join(""));
        add(q, word, alternatives(index, q, word));
      }
      if (!isEmpty(kind)) meant.push(...word);
      else if (meant.length) {
        cast(q, meant);
        meant = [];
      }
    });
    cast(q, meant);
    all.push(...tokens);
  }
  for (const word of others) add(q, word, alternatives(index, q, word));
  for (const piece of q.pieces) q.named.add(piece.join(""));
  q.question &&= !denied;
  q.said = saidIn(index, all);
  if (q.wants.length) return;
  for (const piece of q.pieces) { // only words of asking: then they are what is sought
    add(q, piece);
    cast(q, piece);
  }
}

// isApart says whether no Chinese word stands beside a token, so that it is one itself.
const isApart = (tokens: Token[], i: number) => [tokens[i - 1], tokens[i + 1]].every((other) => !other || isEmpty(other[1]) || !isHan(other[0][0]));

// saidIn is what is left of a query without what asks at its ends, and without words that
// every task goes by. What is a state is left as it is: 没有完成的任务 asks for 没有完成.
function saidIn({ states, ask }: Index, tokens: Token[]) {
  const typed = tokens.map(([word]) => word.join("")).filter((word) => !isSign(word[0])).join("");
  if (typed.length > longQuery) return typed;
  const words = [...ask.keys(), ...general];
  let least = typed;
  for (let list = [typed]; list.length; ) {
    const state = list.find((text) => states.has(text));
    if (state) return state;
    [least] = list;
    const shorter = list.flatMap((text) => words.filter((word) => word.length < text.length).flatMap((word) => [
      ...(text.startsWith(word) ? [text.slice(word.length)] : []), ...(text.endsWith(word) ? [text.slice(0, -word.length)] : [])]));
    list = [...new Set(shorter)].sort((a, b) => b.length - a.length);
  }
  return least;
}

// general are what every task is called, and how one asks for how far it is.
const general = ["任务", "项目", "指标", "目标", "工作", "事项", "列出", "所有", "全部", "还", "尚", "仍", "件", "项"]; // ask has 今年

// tokensOf parts a piece into tokens with their kinds. Single characters between words
// are joined, since they may be a word that the index does not know.
function tokensOf(index: Index, q: Query, piece: string[]) {
  const list: Token[] = [], apart = q.pieces.length > 1;
  let from = 0; // where the characters that belong to no word begin
  // What stands behind how many is how it is counted: 多少只熊猫.
  const end = (at: number) => {
    const isCounted = list.length > 0 && list[list.length - 1][1] === asking && at - from > 1 && measures.includes(piece[from]);
    if (isCounted) list.push([[piece[from++]], empty]);
    if (at > from) list.push([piece.slice(from, at), loose]);
  };
  for (let at = 0; at < piece.length; ) {
    let [length, kind] = wordAt(index, q, piece, at);
    if (kind === empty && apart && length === piece.length && !isSign(piece[0])) kind = known; // set apart, it is meant
    if (kind === loose) {
      at++;
      continue;
    }
    end(at);
    if (kind === known && hasUnit(index, q, piece, at, at + length)) length++;
    list.push([piece.slice(at, at + length), kind]);
    from = at += length;
  }
  end(piece.length);
  return list;
}

const measures = "个只条家次天人项所座处户件名位台辆张间栋头匹把支块批场种";

// isMeasure says so of a token behind a word of asking, or behind a number.
const isMeasure = (tokens: Token[], i: number) => i > 0 && (tokens[i - 1][1] === asking || isLatin(tokens[i - 1][0].slice(-1)[0])) && measures.includes(tokens[i][0][0]);

// otherWord returns the word that the i-th token makes of a neighbour, or an empty
// one: of the next word if it denies it, of the one that it begins or ends if it
// is a single character.
function otherWord({ entry: { light } }: Index, tokens: Token[], i: number): string[] {
  const kindAt = (i: number) => tokens[i]?.[1], join = (from: number, to: number) => tokens.slice(from, to + 1).flatMap(([word]) => word);
  const isWanted = (i: number) => (kindAt(i) === known || kindAt(i) === synonym) && tokens[i][0].every((c) => !isLatin(c));
  const isLone = (i: number) => kindAt(i) === loose && tokens[i][0].length === 1 && isHan(tokens[i][0][0]) && !light.includes(tokens[i][0][0]) && !isMeasure(tokens, i);
  const begins = (i: number) => !i || isEmpty(kindAt(i - 1)), ends = (i: number) => i === tokens.length - 1 || isEmpty(kindAt(i + 1));
  if (denies(tokens[i][0]) && isWanted(i + 1)) return join(i, isLone(i + 2) && ends(i + 2) ? i + 2 : i + 1); // 没有停车位
  if (isLone(i) && begins(i) && isWanted(i + 1)) return join(i, i + 1);
  if (isLone(i) && ends(i) && isWanted(i - 1)) return join(i - 1, i);
  return [];
}

const isEmpty = (kind?: number) => kind === asking || kind === empty;

// denies is true for a token that makes the word behind it its opposite. Behind a
// word 没有 asks: 完成没有.
const denies = (token: string[]) => token.join("") === "没有" || (token.length === 1 && isNot(token[0]));

export const isNot = (c: string) => "不未没无非".includes(c);

// hasUnit is true for a character behind a number or single letter that begins no
// word itself: 200人, A类, but not RFID标签.
function hasUnit(index: Index, q: Query, piece: string[], from: number, at: number) {
  const last = piece[at - 1];
  return isLatin(last) && (at - from === 1 || !isLetter(last)) && at < piece.length && wordAt(index, q, piece, at)[1] === loose;
}

function add(q: Query, word: string[], others?: string[]) {
  const text = word.join("");
  if (q.wants.length === maxWants || q.wants.some((w) => w.text === text)) return;
  q.wants.push({ text, alternatives: [word, ...(others || []).map((other) => [...other])] });
}

// cast adds the pairs of a run to the net, but none with a digit: 45 of 12345 is
// another number.
function cast(q: Query, run: string[]) {
  for (const i of placesOf(run)) {
    if (isDigit(run[i]) || isDigit(run[i + 1]) || isSign(run[i]) || isSign(run[i + 1])) continue;
    const key = pairAt(run, i);
    if (!q.net.includes(key)) q.net.push(key);
  }
}

// wordAt finds the longest word at a place of a piece: its length and kind.
function wordAt(index: Index, q: Query, piece: string[], at: number): [length: number, kind: number] {
  if (piece[at] === "第" && isDigit(piece[at + 1] ?? "")) { // 第8项 is not 168项
    const length = 1 + latinLength(piece, at + 1);
    return [Math.min(length + 1, piece.length - at), known];
  }
  let length = latinLength(piece, at), kind = length ? known : loose;
  const left = piece.length - at;
  const term = left > 1 && index.term(pairAt(piece, at));
  if (term) {
    const text = piece.slice(at + 2).join("");
    for (const rest of restsOf(term)) {
      const n = 2 + [...rest].length;
      if (n > length && text.startsWith(rest)) [length, kind] = [n, known];
    }
  }
  // A word that ends in a form ends before it: 第|二〇二一号.
  const rest = piece.slice(at).join(""), forms = [...q.forms.keys()], parted = Array.from({ length }, (_, i) => i).find((i) => i && forms.some((form) => rest.startsWith(form, i) && i + form.length > length));
  if (parted) [length, kind] = parted > 1 ? [parted, known] : [0, loose];
  for (let n = Math.min(longestOf(index, q), left); n >= Math.max(length, 1); n--) {
    const word = piece.slice(at, at + n).join("");
    if (index.synonyms.has(word) || q.forms.has(word)) return [n, synonym];
    if (index.ask.has(word)) return [n, index.ask.get(word) ? asking : empty];
  }
  return !length && isSign(piece[at]) ? [1, empty] : [length, kind];
}

// latinLength is the length of the number or Latin word at a place.
function latinLength(text: string[], from: number) {
  let at = from;
  const joins = (c: string) => c === "." || c === "-";
  while (at < text.length && (isLatin(text[at]) || (at > from && at + 1 < text.length && joins(text[at]) && isLatin(text[at + 1])))) at++;
  if (at > from && text[at] === "%") at++;
  return at - from;
}
