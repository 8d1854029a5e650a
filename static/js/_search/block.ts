// Blocks of terms, as generator/search/block.go describes them.
import { damaged } from "./store.ts";

// A Key names a term: its first character times half, and its second or 0.
export type Key = number;

// A Term stands in a block: its postings are data[from:to], its words begin at words.
export interface Term {
  data: Uint8Array;
  single: boolean;
  count: number; // passages that hold it
  rice: number;
  spread: number;
  from: number;
  to: number;
  rests: number;
  words: number;
}

type Block = Map<Key, Term>;

const half = 2 ** 21; // a key is the first character times this, and the second or 0

export const keyOf = (first: string, second?: string): Key => first.codePointAt(0)! * half + (second ? second.codePointAt(0)! : 0);

// charsOf are the characters of a key.
export const charsOf = (key: Key) => [String.fromCodePoint(Math.floor(key / half)), String.fromCodePoint(key % half)];

export function bytes(base64: string) {
  const text = atob(base64), list = new Uint8Array(text.length);
  for (let i = 0; i < list.length; i++) list[i] = text.charCodeAt(i);
  return list;
}

// blockOf is the name of the block that holds a term if any does, of which there are so
// many; generator/search/block.go is its model.
export function blockOf(key: Key, { blocks, singles }: { blocks: number; singles: number }) {
  let h = Math.imul(Math.floor(key / half), 0x9e3779b1) ^ Math.imul(key % half, 0x85ebca6b);
  h ^= h >>> 15;
  h = Math.imul(h, 0x2c1b3c6d);
  h ^= h >>> 13;
  h = Math.imul(h, 0x297a2d39);
  h = (h ^ (h >>> 15)) >>> 0;
  return key % half ? `b${h % blocks}.bin` : `c${h % singles}.bin`;
}

// A Reader reads whole numbers, each 7 bits to a byte, the lowest first.
class Reader {
  constructor(public data: Uint8Array, public at: number) {}

  byte(): number {
    if (this.at < this.data.length) return this.data[this.at++];
    throw damaged("block");
  }

  number(): number {
    const first = this.byte();
    return first < 128 ? first : first - 128 + 128 * this.number();
  }
}

// decodeBlock returns the terms of a block by key. What a term has besides is
// decoded when it is asked for.
export function decodeBlock(data: Uint8Array, passages: number): Block {
  const terms: Block = new Map(), reader = new Reader(data, 0);
  let first = 0, second = 0;
  for (let n = reader.number(); n > 0; n--) {
    const step = reader.number();
    second = reader.number() + (step ? 0 : second);
    first += step;
    const term: Term = { data, single: !second, count: reader.number(), rice: reader.byte(), spread: reader.byte(), from: 0, to: reader.number(), rests: reader.number(), words: reader.at };
    for (let i = term.rests; i > 0; i--) {
      const size = reader.number();
      reader.at += size;
    }
    if (term.count > passages) throw damaged("block");
    terms.set(first * half + second, term);
  }
  let { at } = reader;
  for (const term of terms.values()) {
    term.from = at;
    term.to = at += term.to;
  }
  if (at !== data.length) throw damaged("block");
  return terms;
}

const decoder = new TextDecoder();

// restsOf lists what follows the two characters of a term in the words that
// begin with it.
export function restsOf({ data, rests, words }: Term) {
  const reader = new Reader(data, words), list: string[] = [];
  while (list.length < rests) {
    const size = reader.number();
    list.push(decoder.decode(data.subarray(reader.at, (reader.at += size))));
  }
  return list;
}
