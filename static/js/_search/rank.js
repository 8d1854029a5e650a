// The account of a query: which passages meet it and in what order.
// generator/search/rank.go is its model; scores are whole numbers.
import { find } from "./match.js";
import { folded } from "./text.js";

const worthWord = 8, worthNamed = 2, worthPair = 1, worthTyped = 24, worthClose = 8, closeness = 64;
const synonymPart = 3, synonymOf = 4;
const maxNear = 50, enoughHits = 10, maxVerified = 60;

// log2 is 16 times the binary logarithm of a/b, rounded down.
export function log2(a, b) {
  let x = a / b, n = 0;
  for (; x >= 2; x /= 2) n += 16;
  for (let bit = 8; bit; bit >>= 1) {
    x *= x;
    if (x >= 2) {
      x /= 2;
      n += bit;
    }
  }
  return n;
}

const div = (a, b) => Math.trunc(a / b);

export class Account {
  // The terms of the query have to be read before anything is counted.
  constructor(index, q) {
    const n = index.passages;
    this.index = index;
    this.q = q;
    this.score = new Int32Array(n);
    this.mask = new Int32Array(n); // wants that are met
    this.exact = new Uint8Array(n); // 1 for passages that hold the query as typed
    this.worth = new Int32Array(n); // what a passage has for that
    this.pairs = new Uint8Array(n); // pairs of the net that stand in it
    this.all = 2 ** q.wants.length - 1;
    this.dropped = [];
    this.checked = new Set();
  }

  // count counts the query as typed, its words and its pairs.
  count() {
    this.typed();
    this.index.met.before.fill(0);
    this.q.wants.forEach((want, i) => this.want(want, i));
    for (const key of this.q.net) this.pair(key);
    return this;
  }

  // rarity is the weight of what stands in so many passages.
  rarity(count) {
    return 8 + log2(this.index.passages + 1, Math.max(count, 1));
  }

  // typed counts passages that hold the query as typed; at are the pairs by
  // which it is looked up.
  typed(at) {
    const { docs, worth } = this.index.found;
    const size = find(this.index, this.q.run, at), rarity = this.rarity(size);
    for (let i = 0; i < size; i++) {
      this.exact[docs[i]] = 1;
      this.score[docs[i]] = this.worth[docs[i]] = rarity * (worthTyped + worth[i]);
    }
    return this;
  }

  // want counts a word, as the best of what may stand for it, and how near it
  // stands to the one before it in the query.
  want({ text, alternatives }, number) {
    const { met } = this.index, { worth, places, before } = met;
    worth.fill(0);
    places.fill(0);
    let count = 0;
    alternatives.forEach((word, k) => {
      count += this.meet(word, k > 0);
      count += this.named(word.join(""), count);
    });
    if (!count) this.dropped.push(text);
    const { score, mask } = this, rarity = this.rarity(count);
    for (let doc = 0; doc < worth.length; doc++) {
      if (!worth[doc]) continue;
      mask[doc] |= 1 << number;
      score[doc] += div(rarity * worth[doc], synonymOf);
      if (!places[doc] || !before[doc]) continue;
      const distance = Math.abs(places[doc] - before[doc]);
      if (distance < closeness) score[doc] += div(rarity * worthClose * (closeness - distance), closeness);
    }
    [met.places, met.before] = [before, places];
  }

  // meet counts the passages that hold a word; it returns how many are new.
  meet(word, isSynonym) {
    const { found, met } = this.index;
    const size = find(this.index, word);
    let fresh = 0;
    for (let i = 0; i < size; i++) {
      let worth = (worthWord + found.worth[i]) * synonymOf;
      if (isSynonym) worth = div(worth, synonymOf) * synonymPart;
      fresh += set(met, found.docs[i], worth, found.places[i]);
    }
    return fresh;
  }

  // named counts a word in the name of a report for all passages of the report.
  // A word in all names says nothing.
  named(word, count) {
    const { reports, met } = this.index;
    const list = reports.filter((report) => report.name.includes(word));
    if (list.length === reports.length && count) return 0;
    let fresh = 0;
    for (const { first, end } of list) {
      for (let doc = first; doc < end; doc++) fresh += set(met, doc, worthNamed * synonymOf, 0);
    }
    return fresh;
  }

  // pair counts a pair of neighbours.
  pair(key) {
    const { docs } = this.index.list(key);
    const worth = this.rarity(docs.length) * worthPair;
    for (let i = 0; i < docs.length; i++) {
      this.score[docs[i]] += worth;
      this.pairs[docs[i]]++;
    }
  }

  // full says whether a passage meets the whole query.
  full(doc) {
    return this.exact[doc] === 1 || (this.all > 0 && this.mask[doc] === this.all);
  }

  // verified returns the hits as hits() does, of which the first ten are exact
  // only if their texts are.
  async verified(view) {
    for (;;) {
      const found = this.hits(view);
      if (this.q.run.length < 3 || this.checked.size >= maxVerified) return found;
      const first = found.docs.slice(0, enoughHits);
      const doubtful = first.filter((doc) => this.exact[doc] && !this.checked.has(doc));
      if (!doubtful.length) return found;
      await this.index.loadTexts(first);
      if (doubtful.filter((doc) => !this.check(doc)).length === 0) return found;
    }
  }

  // check holds a passage against its text.
  check(doc) {
    this.checked.add(doc);
    const { title, heading, text, facts } = this.index.text(doc), run = this.q.run.join(""), { wants } = this.q;
    const holds = [title, heading, text, facts].some((field) => folded(this.index.fold, field).join("").includes(run));
    if (!holds) {
      this.exact[doc] = 0;
      this.score[doc] -= this.worth[doc];
      // Nor does it hold the only word.
      if (wants.length === 1 && wants[0].alternatives.length === 1 && wants[0].text === run) this.mask[doc] = 0;
    }
    return holds;
  }

  // hits orders the passages: those that meet the whole query, total of them,
  // and if these are few, those that are near. A view may keep some passages
  // only, and order by time.
  hits({ keep, byTime } = {}) {
    const { index: { order, passages } } = this;
    let full = 0, size = 0;
    for (let doc = 0; doc < passages; doc++) {
      if (!this.full(doc)) continue;
      full++;
      if (!keep || keep[doc]) order[size++] = byTime ? sortKey(doc, 0, 0) : sortKey(doc, this.score[doc], this.exact[doc]);
    }
    const docs = sorted(order, size), total = size;
    if (full >= enoughHits) return { docs, total };
    size = 0;
    for (let doc = 0; doc < passages; doc++) {
      const something = this.score[doc] && (this.mask[doc] || this.pairs[doc] * 2 > this.q.net.length);
      if (something && !this.full(doc) && (!keep || keep[doc])) order[size++] = sortKey(doc, this.score[doc], 0);
    }
    return { docs: [...docs, ...sorted(order, size).slice(0, maxNear)], total };
  }

  // missing are the words of the query that a near hit does not hold.
  missing(doc) {
    return this.q.wants.filter((_, i) => !((this.mask[doc] >> i) & 1)).map((want) => want.text);
  }
}

function set({ worth, places }, doc, value, place) {
  const fresh = worth[doc] ? 0 : 1;
  if (value > worth[doc]) {
    worth[doc] = value;
    places[doc] = place;
  }
  return fresh;
}

// A sort key has the passage in its low digits, since numbers are sorted much
// faster than objects.
const width = 2 ** 23;

const sortKey = (doc, score, exact) => (exact * 2 ** 24 + score) * width + (width - 1 - doc);

// sorted returns the passages of sort keys, the largest first.
function sorted(keys, size) {
  const list = keys.subarray(0, size).sort(), docs = [];
  for (let i = size - 1; i >= 0; i--) docs.push(width - 1 - (list[i] % width));
  return docs;
}
