// The order of passages, by tiers: those that hold the query as typed; those that meet
// all its words; and if these are few, those that meet most of it. Within the second and
// third, the passages of reports that the query names come first. Then the score decides
// (rank.ts), and where that is about equal, the newer passage, which has the lower number.
// A run of three and more characters may have been found where its pairs stand near each
// other and do not follow one another; the texts of the first hits tell.
import type { Account } from "./rank.ts";
import { foldedText, isRare } from "./text.ts";

const maxNear = 50; // near hits that are shown
const enoughHits = 10; // full hits that make these unnecessary
const maxVerified = 60; // texts that are read to verify the first hits
// A near hit has half of the best score, and half of the query's pairs or words that make
// a quarter of its rarity.
const nearScore = 0.5, nearPairs = 0.5, nearWords = 1 / 4;
const steps = 8; // of scores that are told apart: within a sixteenth of the best is equal
const maxBound = 7;
export const asTyped = 3, allWords = 2, mostWords = 1; // tiers

// Found are passages, of which the first total meet the query.
export interface Found {
  docs: Int32Array;
  total: number;
}

// A View keeps some passages only, orders by time, or shows those from a place on.
interface View {
  keep?: ((doc: number) => boolean) | false;
  byTime?: boolean;
  from?: number;
}

// verified returns the hits as hits() does, of which the ten to be shown (the
// first, or those from a place on) are exact only if their texts are. Where the
// first look is not enough, the second reads ahead, the further the more it was
// mistaken. ahead is how far the first one reads.
export async function verified(account: Account, view: View = {}, ahead = enoughHits): Promise<Found> {
  const { index, q, exact, checked } = account, { from = 0 } = view, read = new Set<number>();
  for (;;) {
    const found = hits(account, view);
    if (q.run.length < 3 || checked.size >= maxVerified) return found;
    const doubtful = found.docs.slice(from, from + enoughHits).filter((doc) => exact[doc] && !checked.has(doc));
    if (!doubtful.length) return found;
    if (!doubtful.every((doc) => read.has(doc))) {
      const next = found.docs.slice(from, from + ahead);
      await index.loadTexts(next);
      for (const doc of next) read.add(doc);
    }
    const first = !checked.size, failed = await check(account, doubtful);
    if (!failed) return found;
    if (first && failed === enoughHits && q.pieces.length > 1) exact.fill(0); // its words stand apart
    ahead = Math.min(Math.ceil(enoughHits ** 2 / Math.max(enoughHits - failed, 1)) + failed, maxVerified);
  }
}

// check holds passages against their texts and returns how many are not exact.
async function check({ index, q: { run, wants }, mask, exact, checked }: Account, docs: Int32Array) {
  const typed = run.join("");
  const fields = (doc: number) => {
    const { title, heading, text, facts } = index.text(doc);
    return [title, heading, text, facts];
  };
  // What holds the run as it stands need not be folded, which takes longer.
  const asItStands = (field: string) => field.includes(typed), asFolded = (field: string) => foldedText(index.fold, field).folded.includes(typed);
  const fails = (doc: number) => !fields(doc).some(asItStands) && !fields(doc).some(asFolded);
  let list = docs.filter(fails);
  if (list.some((doc) => isRare(fields(doc).join()))) {
    await index.learn(true); // a quotation in traditional characters
    list = list.filter(fails);
  }
  for (const doc of docs) checked.add(doc);
  for (const doc of list) {
    exact[doc] = 0;
    // Nor does it hold the only word.
    if (wants.length === 1 && wants[0].alternatives.length === 1 && wants[0].text === typed) mask[doc] = 0;
  }
  return list.length;
}

// tierOf is the tier of a passage, 0 for none. best is the best score of all.
function tierOf({ q, score, mask, exact, pairs, rarities, full }: Account, doc: number, best: number) {
  if (exact[doc]) return asTyped;
  if (full(doc)) return allWords;
  if (score[doc] < nearScore * best) return 0;
  let met = 0, sum = 0;
  rarities.forEach((rarity, i) => {
    sum += rarity;
    if ((mask[doc] >> i) & 1) met += rarity;
  });
  return (pairs[doc] && pairs[doc] >= nearPairs * q.net.length) || met > nearWords * sum ? mostWords : 0;
}

// hits orders the passages: those that meet the whole query, total of them, and
// if these are few, those that are near. A view may keep some passages only,
// and order by time.
function hits(account: Account, { keep, byTime }: View): Found {
  const { index: { order }, some, score, bound } = account;
  let best = 0, met = 0, total = 0, size = 0, near = 0;
  for (const doc of some) best = Math.max(best, score[doc]);
  const tiers = some.map((doc) => tierOf(account, doc, best));
  for (const tier of tiers) if (tier >= allWords) met++;
  some.forEach((doc, i) => {
    const tier = tiers[i];
    if (!tier || (keep && !keep(doc)) || (tier === mostWords && met >= enoughHits)) return;
    if (tier === mostWords) near++;
    else total++;
    const value = best ? Math.round((score[doc] / best) * steps) : 0, named = tier === asTyped ? 0 : Math.min(bound[doc], maxBound);
    const of = tier * (maxBound + 1) + named, rank = byTime && tier > mostWords ? allWords * (maxBound + 1) * steps : of * (steps + 1) + value;
    order[size++] = rank * width - doc;
  });
  return { docs: sorted(order, size).subarray(0, total + Math.min(near, maxNear)), total };
}

// A sort key has the passage in its low digits, since numbers are sorted much
// faster than objects: of equal ones, the first is the largest.
const width = 2 ** 23;

// sorted returns the passages of sort keys, the largest first.
function sorted(keys: Float64Array, size: number) {
  const list = keys.subarray(0, size).sort(), docs = new Int32Array(size);
  for (let i = 0; i < size; i++) docs[size - 1 - i] = Math.ceil(list[i] / width) * width - list[i];
  return docs;
}

// missing are the words of the query that a near hit does not hold.
export const missing = ({ q, mask }: Account, doc: number) => q.wants.filter((_, i) => !((mask[doc] >> i) & 1)).map((want) => want.text);
