// Where a run of characters stands. A run of one or two is found exactly, a longer one to
// the degree that stretches tell.
import { keyOf } from "./block.ts";
import type { Index } from "./index.ts";
import { endsWord, inHead, type Postings, startsWord } from "./postings.ts";
import { pairAt, placesOf } from "./query.ts";
import { isLatin } from "./text.ts";

const worthHead = 6; // in the title or goal
const worthEdge = 2; // for each edge that is an edge of a word
const worthRepeat = 1, maxRepeat = 3; // for each further place
const maxPlace = 2 ** 29; // behind the last character of any passage, and small enough to take no memory

// A Piece is a pair of a run: its postings, its place in the run, what its bits are worth,
// and how far the search has come.
interface Piece {
  list: Postings;
  docs: Int32Array;
  offset: number;
  worth: number[];
  shift: number;
  at: number;
}

// find looks a run up by its pairs at some places and returns how many passages hold it. It fills
// index.found: docs, what the places in each are worth, and about the first
// place, from 1; 0 if it is not known.
export function find(index: Index, run: string[], at = placesOf(run)): number {
  if (run.length === 1) return findSingle(index, index.list(keyOf(run[0])));
  const { docs, worth, places } = index.found;
  const pieces: Piece[] = at.map((offset) => {
    const list = index.list(pairAt(run, offset));
    // edges are the bits that tell an edge of the run from its inside.
    const edges = (offset === 0 ? startsWord : 0) | (offset === run.length - 2 ? endsWord : 0);
    // A stretch is 16 characters long; of numbers and Latin words each place is known.
    return { list, docs: list.docs, offset, worth: worthOfEdges(edges), shift: isLatin(run[offset]) ? 0 : 4, at: 0 };
  });
  if (!pieces.length) return 0;
  if (pieces.length === 1) return findPair(index, pieces[0]);
  pieces.sort((a, b) => a.docs.length - b.docs.length);
  const rarest = pieces[0];
  let size = 0;
  for (let i = 0; i < rarest.docs.length; i++) {
    rarest.at = i;
    const doc = rarest.docs[i];
    if (!meet(pieces, doc)) continue;
    let head = inHead, edges = 0;
    spots.reset();
    for (let k = 0; k < pieces.length; k++) { // of … would make an object for each
      const p = pieces[k], bits = p.list.bits[p.at];
      head &= bits;
      edges += p.worth[bits];
      if (p.list.first) spots.thin(p);
    }
    if (!spots.size) continue;
    docs[size] = doc;
    places[size] = spots.to[0] === maxPlace ? 0 : spots.from[0] + 1;
    worth[size++] = edges + worthOfRepeats(spots.size) + head * worthHead;
  }
  return size;
}

// worthOfEdges is what those of some edges are worth that bits tell, by the bits.
const worthOfEdges = (edges: number) => Array.from({ length: 8 }, (_, bits) => ((bits & edges & startsWord ? 1 : 0) + (bits & edges & endsWord ? 1 : 0)) * worthEdge);

const worthOfRepeats = (spots: number) => Math.min(spots - 1, maxRepeat) * worthRepeat;

// findPair is find for a run of two characters, as most words are: it stands
// wherever its pair does.
function findPair(index: Index, { list, worth: ofEdges, shift }: Piece) {
  const { docs, worth, places } = index.found, { bits, first, stretches } = list;
  const size = list.docs.length;
  docs.set(list.docs);
  if (!first) places.fill(0, 0, size);
  for (let i = 0; i < size; i++) {
    worth[i] = ofEdges[bits[i]] + (bits[i] & inHead) * worthHead;
    if (!first) continue;
    places[i] = (stretches[first[i]] << shift) + 1;
    const more = first[i + 1] - first[i] - 1;
    if (more) worth[i] += (more < maxRepeat ? more : maxRepeat) * worthRepeat;
  }
  return size;
}

function findSingle(index: Index, list: Postings) {
  const { docs, worth, places } = index.found, { bits } = list;
  const size = list.docs.length;
  docs.set(list.docs);
  places.fill(0, 0, size);
  for (let i = 0; i < size; i++) worth[i] = (bits[i] & inHead) * worthHead;
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
