// Postings, as generator/search/postings.go describes them.
import type { Term } from "./block.ts";
import { damaged } from "./store.ts";

// What is known of a term in a passage, as bits.
export const inHead = 1, inTitle = 2;

const always = 1, varies = 2, unplaced = 15;

// Postings say of a term, as typed arrays,

//	docs       the passages that hold it
//	bits       of each: inHead, inTitle
//	first      where the stretches of each begin, and the end; null if they are not known
//	stretches  all stretches
//
// It runs over thousands of passages with a cold engine, for which a call costs more
// than what it calls.
export interface Postings {
  docs: Int32Array;
  bits: Uint8Array;
  first: Int32Array | null;
  stretches: number[];
}

export function decode(term: Term, passages: number): Postings {
  const { data, count, single } = term, end = term.to * 8;
  const gap = term.rice >> 4, place = term.rice & 15;
  const head = term.spread % 3, title = Math.trunc(term.spread / 3), flags = [head === varies ? inHead : 0, title === varies ? inTitle : 0].filter(Boolean);
  const docs = new Int32Array(count), bits = new Uint8Array(count).fill((head === always ? inHead : 0) | (title === always ? inTitle : 0));
  const first = single || place === unplaced ? null : new Int32Array(count + 1);
  const stretches: number[] = [];
  let at = term.from * 8;

  // number reads a Rice number: so many ones, a zero, k bits. It looks at the next 24
  // bits less those before it in a byte; engines give a number with many more a place
  // in memory.
  const number = (k: number) => {
    const i = at >> 3, next = (((data[i] << 16) | (data[i + 1] << 8) | data[i + 2]) << (at & 7)) & 0xffffff;
    const ones = Math.clz32(~next & 0xffffff) - 8, length = ones + 1 + k;
    if (length > 17) return longNumber(k);
    at += length;
    return (ones << k) | ((next >> (24 - length)) & ((1 << k) - 1));
  };
  const bit = () => (data[at >> 3] >> (7 - (at++ & 7))) & 1;
  const longNumber = (k: number) => {
    let n = 0;
    for (; bit(); n++) if (at >= end) throw damaged("postings");
    for (let i = 0; i < k; i++) n = (n << 1) | bit();
    return n;
  };

  for (let i = 0, doc = -1; i < count; i++) {
    docs[i] = doc += number(gap) + 1;
    for (let k = 0; k < flags.length; k++) {
      if ((data[at >> 3] << (at & 7)) & 128) bits[i] |= flags[k];
      at++;
    }
    if (first) {
      first[i] = stretches.length;
      for (let left = number(0), stretch = -1; left >= 0; left--) stretches.push((stretch += number(place) + 1));
    }
    if (at > end || doc >= passages) throw damaged("postings");
  }
  if (first) first[count] = stretches.length;
  return { docs, bits, first, stretches };
}
