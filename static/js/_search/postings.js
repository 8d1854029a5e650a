// Postings, as generator/search/postings.go describes them.
import { damaged } from "./store.js";

// What is known of a term in a passage, as bits.
export const inHead = 1, startsWord = 2, endsWord = 4;

const always = 1, varies = 2, unplaced = 15;

// decode reads the postings of a term:
//
//	docs       the passages that hold it
//	bits       of each: inHead, startsWord, endsWord
//	first      where the stretches of each begin, and the end; null if they are not known
//	stretches  all stretches
export function decode(term, passages) {
  const { data, count, single } = term, end = term.to * 8;
  const gap = term.rice >> 4, place = term.rice & 15;
  const docs = new Int32Array(count), bits = new Uint8Array(count);
  const first = single || place === unplaced ? null : new Int32Array(count + 1);
  const stretches = [];
  let at = term.from * 8;

  // window is the next 16 bits: of no more than 24, because engines give a larger
  // number a place in memory.
  const window = () => {
    const i = at >> 3;
    return (((data[i] << 16) | (data[i + 1] << 8) | data[i + 2]) >> (8 - (at & 7))) & 0xffff;
  };
  const unary = () => {
    let n = 0;
    for (;;) {
      const ones = Math.clz32(~window() & 0xffff) - 16;
      n += ones;
      at += ones;
      if (at >= end) throw damaged("postings");
      if (ones < 16) break;
    }
    at++;
    return n;
  };
  const rice = (k) => {
    const high = unary() << k;
    if (!k) return high;
    const low = window() >> (16 - k);
    at += k;
    return high | low;
  };
  const flag = (spread) => {
    if (spread !== varies) return spread === always;
    return (data[at >> 3] >> (7 - (at++ & 7))) & 1;
  };

  const head = term.spread % 3, starts = Math.trunc(term.spread / 3) % 3, ends = Math.trunc(term.spread / 9);
  for (let i = 0, doc = -1; i < count; i++) {
    docs[i] = doc += rice(gap) + 1;
    if (flag(head)) bits[i] = inHead;
    if (!single) {
      if (flag(starts)) bits[i] |= startsWord;
      if (flag(ends)) bits[i] |= endsWord;
    }
    if (first) {
      first[i] = stretches.length;
      let stretch = -1;
      for (let n = unary(); n >= 0; n--) stretches.push((stretch += rice(place) + 1));
    }
    if (at > end || doc >= passages) throw damaged("postings");
  }
  if (first) first[count] = stretches.length;
  return { docs, bits, first, stretches: new Int32Array(stretches) };
}
