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
interface Piece extends Postings {
  offset: number;
  shift: number;
  at: number;
}

// weighted counts places of a passage, of which one is in its head if bits say so.
function weighted(places: number, bits: number, norm: number) {
  if (!(bits & inHead)) return places / norm;
  return (bits & inTitle ? placesOfTitle : placesOfHead) + (places - 1) / norm;
}

// find looks a run up by its pairs and returns how many passages hold it.
// It fills index.found: docs, and in how many places each holds it, weighted by field and length.
export function find(index: Index, run: string[]): number {
  if (run.length < 3) return run.length ? findTerm(index, index.list(keyOf(run[0], run[1]))) : 0;
  const { found: { docs, counts }, norms } = index;
  const pieces = placesOf(run).map((offset): Piece => ({ ...index.list(pairAt(run, offset)), offset, shift: isLatin(run[offset]) ? 0 : 4, at: 0 }));
  const [rarest, ...others] = pieces.sort((a, b) => a.docs.length - b.docs.length);
  let size = 0;
  for (const doc of rarest.docs) {
    if (others.every((piece) => holds(piece, doc))) {
      let bits = inHead | inTitle, spots = [0, maxPlace];
      for (const piece of pieces) {
        bits &= piece.bits[piece.at];
        if (piece.first) spots = thinned(spots, piece, piece.first);
      }
      if (spots.length) {
        docs[size] = doc;
        counts[size++] = weighted(spots.length / 2, bits, norms[doc]);
      }
    }
    rarest.at++;
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

// holds moves a piece to a passage and says whether it holds it.
function holds(piece: Piece, doc: number) {
  const { docs } = piece;
  while (docs[piece.at] < doc) piece.at++;
  return docs[piece.at] === doc;
}

// thinned keeps of the spots where a run may begin what fits a pair. Spots are pairs of
// numbers, a first and a last place, in order.
function thinned(spots: number[], { stretches, at, offset, shift }: Piece, first: Int32Array) {
  const kept: number[] = [];
  for (let i = 0; i < spots.length; i += 2) {
    for (let k = first[at]; k < first[at + 1]; k++) {
      const from = (stretches[k] << shift) - offset, low = Math.max(from, spots[i]), high = Math.min(from + (1 << shift) - 1, spots[i + 1]);
      if (low <= high) kept.push(low, high);
    }
  }
  return kept;
}
