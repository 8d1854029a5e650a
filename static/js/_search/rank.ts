// What speaks for each passage. It is BM25 (Robertson and Zaragoza, 2009) over the words
// of the query and over its pairs of neighbours:
//
//	score = Σ rarity × places × (k1 + 1) / (places + k1)
//
// rarity is log2(1 + (N − n + ½) / (n + ½)) for a term that stands in n of N passages.
// places are in the text, each divided by 1 − b + b × length / average; one in the goal
// counts as two, one in the title as three (match.ts). A pair counts half of a word. What
// names the report says nothing more in its texts. Passages are put in order by tiers first:
// see order.ts.
import { charsOf, type Key } from "./block.ts";
import type { Index } from "./index.ts";
import { find, findTerm } from "./match.ts";
import type { Query, Want } from "./query.ts";

const k1 = 1.2; // b stands in index.ts
const pairPart = 0.5;
const synonymPart = 0.75; // of the word itself
// A word that names some reports binds the query to them if it stands in so small a part
// of what the others say.
const boundPart = 0.05;

// A Part is one reason for a score: its kind is "word", "pair" or "report", which has none.
export interface Part {
  kind: string;
  text: string;
  score: number;
}

// An Account says what speaks for each passage.
export type Account = ReturnType<typeof newAccount>;

// log2 is 16 times the binary logarithm of x, rounded down: the same in every browser.
export function log2(x: number) {
  let n = 0;
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

const rarity = (passages: number, n: number) => log2(1 + (passages - n + 0.5) / (n + 0.5)) / 16;

// newAccount adds up what a query, whose terms have been read, has in each passage.
export function newAccount(index: Index, q: Query) {
  const { passages, found: { docs, counts } } = index;
  const score = new Float64Array(passages), best = new Float64Array(passages), list = new Set<number>(), met = new Int32Array(passages);
  const mask = new Int32Array(passages); // wants that are met
  const exact = new Uint8Array(passages); // 1 for passages that hold the query as typed
  const pairs = new Uint8Array(passages); // pairs of the net that stand in it
  const bound = new Uint8Array(passages); // words of the query that name its report and not all
  const parts = index.explains ? new Map<number, Part[]>() : null; // by passage
  const dropped: string[] = []; // wants that no passage meets
  const rarities: number[] = []; // of the wants

  function tell(doc: number, kind: string, text: string, score: number) {
    parts?.set(doc, [...(parts.get(doc) ?? []), { kind, text, score }]);
  }

  const saturated = (places: number) => (places * (k1 + 1)) / (places + k1);

  // want counts a word, as the best of what may stand for it. The name of a report
  // stands for all its passages.
  function want({ text, alternatives }: Want, number: number) {
    let count = 0; // of met
    const meet = (doc: number, value: number) => {
      if (!best[doc]) met[count++] = doc;
      if (value > best[doc]) best[doc] = value;
    };
    alternatives.forEach((word, k) => {
      const n = find(index, word), part = k ? synonymPart : 1;
      for (let i = 0; i < n; i++) meet(docs[i], part * saturated(counts[i]));
    });
    const rare = rarity(passages, count), bit = 1 << number;
    rarities[number] = rare;
    for (const [, first, end] of namedBy(index, alternatives, met.subarray(0, count))) {
      for (let doc = first; doc < end; doc++) {
        bound[doc]++;
        tell(doc, "report", text, 0);
        meet(doc, 1);
        best[doc] = 1;
      }
    }
    if (!count) dropped.push(text);
    for (let i = 0; i < count; i++) {
      const doc = met[i], value = rare * best[doc];
      list.add(doc);
      tell(doc, "word", text, value);
      score[doc] += value;
      mask[doc] |= bit;
      best[doc] = 0;
    }
  }

  function pair(key: Key) {
    const n = findTerm(index, index.list(key)), rare = rarity(passages, n) * pairPart, text = charsOf(key).join("");
    for (let i = 0; i < n; i++) {
      const doc = docs[i], value = rare * saturated(counts[i]);
      list.add(doc);
      tell(doc, "pair", text, value);
      score[doc] += value;
      pairs[doc]++;
    }
  }

  for (const doc of docs.subarray(0, find(index, q.run))) {
    exact[doc] = 1;
    list.add(doc);
  }
  q.wants.forEach(want);
  q.net.forEach(pair);
  const unwanted = new Set(q.without.flatMap((run) => [...docs.subarray(0, find(index, run))]));
  const all = 2 ** q.wants.length - 1 || -1; // the mask of a passage that meets all; none if there are no wants
  const full = (doc: number) => exact[doc] === 1 || mask[doc] === all;
  const some = Int32Array.from(list).filter((doc) => !unwanted.has(doc)); // that anything speaks for
  const checked = new Set<number>(); // passages whose texts have been read: exact is true
  return { index, q, some, score, mask, exact, pairs, bound, dropped, rarities, full, parts, checked };
}

// namedBy lists the reports that a word names: their titles, years or periods have it, not
// all of them do, and the other reports hardly speak of it. met are the passages that do.
function namedBy({ passages, entry: { reports } }: Index, words: string[][], met: Int32Array) {
  const named = reports.filter(([name]) => words.some((word) => word.length > 1 && name.includes(word.join(""))));
  if (!named.length || named.length === reports.length) return [];
  const isInside = (doc: number) => named.some(([, first, end]) => doc >= first && doc < end);
  const inside = named.reduce((sum, [, first, end]) => sum + end - first, 0), outside = met.filter((doc) => !isInside(doc)).length;
  const isTime = /^(\d{4}年?|上半年|下半年|第?[一二三四]季度|全年)$/.test(words[0].join(""));
  return isTime || outside <= boundPart * (passages - inside) ? named : [];
}
