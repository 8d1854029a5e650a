// Where a run of characters stands. A run of one or two is found exactly, a longer one to
// the degree that stretches tell.
import { keyOf } from "./block.ts";
import type { Index } from "./index.ts";
import { inHead, inTitle, type Postings } from "./postings.ts";
import { pairAt, placesOf } from "./query.ts";
import { isLatin } from "./text.ts";

// In how many places of the text a place in the goal or the title counts. They are short, so
// that the length of the passage does not matter to them.
const placesOfHead = 2, placesOfTitle = 3;
const maxPlace = 2 ** 29; // behind the last character of any passage, and small enough to take no memory

// A Piece is a pair of a run: its postings, its place in the run, and how far the search
// has come. A stretch is 16 characters long, of numbers and Latin words one.
interface Piece {
  list: Postings;
  docs: Int32Array;
  offset: number;
  shift: number;
  at: number;
}

// weighted counts places of a passage, of which one is in its head if bits say so.
function weighted(places: number, bits: number, norm: number) {
  if (!(bits & inHead)) return places / norm;
  return (bits & inTitle ? placesOfTitle : placesOfHead) + (places - 1) / norm;
}

// find looks a run up by its pairs at some places and returns how many passages hold it.
// It fills index.found: docs, and in how many places each holds it, weighted by field and length.
export function find(index: Index, run: string[], at = placesOf(run)): number {
  if (run.length < 2) return run.length ? findTerm(index, index.list(keyOf(run[0]))) : 0;
  if (at.length === 1) return findTerm(index, index.list(pairAt(run, at[0])));
  const { found: { docs, counts }, norms } = index;
  const pieces: Piece[] = at.map((offset) => {
    const list = index.list(pairAt(run, offset));
    return { list, docs: list.docs, offset, shift: isLatin(run[offset]) ? 0 : 4, at: 0 };
  });
  pieces.sort((a, b) => a.docs.length - b.docs.length);
  const rarest = pieces[0];
  let size = 0;
  for (let i = 0; i < rarest.docs.length; i++) {
    rarest.at = i;
    const doc = rarest.docs[i];
    if (!meet(pieces, doc)) continue;
    let bits = inHead | inTitle;
    spots.reset();
    for (let k = 0; k < pieces.length; k++) { // of … would make an object for each
      const p = pieces[k];
      bits &= p.list.bits[p.at];
      if (p.list.first) spots.thin(p);
    }
    if (!spots.size) continue;
    docs[size] = doc;
    counts[size++] = weighted(spots.size, bits, norms[doc]);
  }
  return size;
}

// findTerm is find for a run of one or two characters, as most words are: it stands
// wherever its term does.
export function findTerm(index: Index, list: Postings): number {
  const { found: { docs, counts }, norms } = index, { bits, first } = list, size = list.docs.length;
  docs.set(list.docs);
  for (let i = 0; i < size; i++) counts[i] = weighted(first ? first[i + 1] - first[i] : 1, bits[i], norms[docs[i]]);
  return size;
}

// meet moves all lists but the first to a passage and says whether each holds it.
function meet(pieces: Piece[], doc: number) {
  for (let k = 1; k < pieces.length; k++) {
    const p = pieces[k], docs = p.docs;
    let at = p.at;
    while (at < docs.length && docs[at] < doc) at++;
    p.at = at;
    if (docs[at] !== doc) return false;
  }
  return true;
}

// spots are where a run may begin: at one of the characters from … to of each.
// Here, too, nothing is written that would make objects.
const spots = {
  size: 0,
  from: [] as number[], to: [] as number[],
  nextFrom: [] as number[], nextTo: [] as number[],

  reset() {
    this.size = 1;
    this.from[0] = 0;
    this.to[0] = maxPlace;
  },

  // thin keeps of the spots, which are in order, what fits a pair.
  thin({ list: { first, stretches }, at, offset, shift }: Piece) {
    if (!first) return;
    const { from, to, nextFrom, nextTo, size } = this;
    const begin = first[at], end = first[at + 1];
    let kept = 0;
    for (let i = 0; i < size; i++) {
      for (let k = begin; k < end; k++) {
        const inFrom = (stretches[k] << shift) - offset;
        if (inFrom > to[i]) break;
        const low = Math.max(inFrom, from[i]), high = Math.min(inFrom + (1 << shift) - 1, to[i]);
        if (low <= high) {
          nextFrom[kept] = low;
          nextTo[kept++] = high;
        }
      }
    }
    this.size = kept;
    this.from = nextFrom;
    this.to = nextTo;
    this.nextFrom = from;
    this.nextTo = to;
  },
};
