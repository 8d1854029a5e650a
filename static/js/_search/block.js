// Blocks of terms, as generator/search/block.go describes them.
import { damaged } from "./store.js";

const half = 2 ** 21; // a key is the first character times this, and the second or 0

export const keyOf = (first, second) => first.codePointAt(0) * half + (second ? second.codePointAt(0) : 0);

// charsOf are the characters of a key.
export const charsOf = (key) => [String.fromCodePoint(Math.floor(key / half)), String.fromCodePoint(key % half)];

// blockOf is the name of the block that holds a term if any does.
export function blockOf(key, { blocks, singles }) {
  const second = key % half;
  let h = Math.imul(Math.floor(key / half), 0x9e3779b1) ^ Math.imul(second, 0x85ebca6b);
  h ^= h >>> 15;
  h = Math.imul(h, 0x2c1b3c6d);
  h ^= h >>> 13;
  return (second ? "b" : "c") + ((h >>> 0) % ((second ? blocks : singles) || 1)) + ".bin";
}

// decodeBlock returns the terms of a block by key. What a term has besides is
// decoded when it is asked for.
export function decodeBlock(data, passages) {
  const terms = new Map();
  let at = 0;
  const number = () => {
    let value = 0;
    for (let scale = 1; at < data.length; scale *= 128) {
      const byte = data[at++];
      value += (byte & 127) * scale;
      if (value > 2 ** 30) break;
      if (byte < 128) return value;
    }
    throw damaged("block");
  };
  let first = 0, second = 0;
  for (let n = number(); n > 0; n--) {
    const step = number();
    second = number() + (step ? 0 : second);
    first += step;
    const term = { data, single: !second, count: number(), rice: data[at++], flags: data[at++], from: 0, to: number(), rests: number(), words: at };
    for (let i = term.rests; i > 0; i--) {
      const size = number();
      at += size;
    }
    if (term.count > passages || at > data.length) throw damaged("block");
    terms.set(first * half + second, term);
  }
  for (const term of terms.values()) {
    term.from = at;
    term.to = at += term.to;
  }
  if (at !== data.length) throw damaged("block");
  return terms;
}

// restsOf lists what follows the two characters of a term in the words that
// begin with it.
export function restsOf(term) {
  if (typeof term.rests === "number") {
    const reader = new TextDecoder();
    const list = [];
    for (let at = term.words; list.length < term.rests; ) {
      let size = 0;
      for (let shift = 0, byte = 128; byte > 127; shift += 7) {
        byte = term.data[at++];
        size |= (byte & 127) << shift;
      }
      list.push(reader.decode(term.data.subarray(at, at + size)));
      at += size;
    }
    term.rests = list;
  }
  return term.rests;
}
