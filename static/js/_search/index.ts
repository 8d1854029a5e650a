// An opened index: its entry file and what has been read of the others.
import { blockOf, decodeBlock, type Key, type Term } from "./block.ts";
import type { Meaning } from "./meaning.ts";
import { decode, type Postings } from "./postings.ts";
import { newRecords, type Passage, type Record } from "./records.ts";
import { charactersFile, damaged, fixed, foldFile, newStore, SearchError } from "./store.ts";
import { addFolds, foldingBy } from "./text.ts";

const format = 9;
const textsPerFile = 2;
const nowhere: Postings = { docs: new Int32Array(0), bits: new Uint8Array(0), first: null, stretches: [] };

// A Column is one that people ask for; has says whether a table has it.
interface Column {
  key: string;
  label: string;
  words: string[];
  has: boolean;
}

// An Entry is the entry file: see generator/search/entry.go.
export interface Entry {
  format: number;
  passages: number;
  lengths: string;
  shared?: string;
  own?: string;
  files?: { [name: string]: any };
  blocks: number;
  singles: number;
  script: number;
  reports: [name: string, first: number, end: number, path: string, title: string, year: number][];
  states: { [said: string]: string[] };
  columns: Column[];
  fold: string;
  ask: string[];
  stop: string[];
  light: string;
  synonyms: string;
}

// An Index is an opened index.
export type Index = ReturnType<typeof newIndex>;

// openIndex reads the entry file at an address, and beside it, if the query that follows
// has traditional characters, how these fold.
export async function openIndex(url: URL, explains: boolean, rare: boolean) {
  const folds = rare ? fixed(new URL(foldFile, url)) : undefined;
  folds?.catch(() => {}); // it will be tried again
  const entry: Entry = await fixed(url);
  if (entry && entry.format !== format) throw new SearchError("version", url);
  try {
    return newIndex(entry, url, explains, folds);
  } catch {
    throw damaged(url);
  }
}

const textFile = (passage: number) => `t${Math.floor(passage / textsPerFile)}.json`;

// normsOf are 1 - b + b × length / average of all passages, as BM25 has it. A letter
// stands for a length: see generator/search/entry.go.
function normsOf(lengths: string, passages: number) {
  const b = 0.75, list = Float64Array.from([...lengths], (letter) => 1.5 * 2 ** (letter.charCodeAt(0) - 98));
  if (list.length !== passages) throw damaged("lengths");
  const average = list.reduce((sum, length) => sum + length, 0) / passages;
  return list.map((length) => 1 - b + (b * length) / average);
}

function newIndex(entry: Entry, url: URL, explains: boolean, coming?: Promise<string>) {
  const { passages } = entry, norms = normsOf(entry.lengths, passages), store = newStore(entry, url, coming), folds = new Map<string, string>(), lists = new Map<Key, Postings>();
  addFolds(folds, entry.fold);
  // fold folds a character as the index knows it.
  const fold = foldingBy(folds);
  const synonyms = new Map(entry.synonyms.split("\n").map((line) => [line.split(" ")[0], line.split(" ").slice(1)])), states = new Map(Object.entries(entry.states));
  const ask = new Map<string, boolean>();
  for (const word of entry.stop) ask.set(word, false);
  for (const word of entry.ask) ask.set(word, true);

  // learn reads how traditional characters fold: at once if all texts are
  // written with them, else where one occurs.
  const learn = async (needed = entry.script > 0) => needed && store.load([foldFile], (groups: string) => addFolds(folds, groups));
  const home = new URL("..", url).pathname, records = newRecords(entry.script, home);
  const learnCharacters = async () => entry.script > 0 && store.load([charactersFile], records.learn);
  for (const begin of [learn, learnCharacters]) begin().catch(() => {}); // it will be tried again

  // reportOf is the title and year of the report of a passage.
  function reportOf(passage: number) {
    const [, , , , title, year] = entry.reports.find(([, first, end]) => passage >= first && passage < end) ?? [, , , , "", 0];
    return [title, year] as const;
  }

  // term returns a term whose block has been read, undefined if no passage holds it.
  const term = (key: Key): Term | undefined => store.file(blockOf(key, entry)).get(key);

  return {
    entry, explains, passages, store, synonyms, states, term, learn, fold,
    home, // the path of the script's variant
    norms, // of the lengths of passages: see rank.ts
    ask, // words of asking: true; words that say nothing: false
    meant: new Map<string, Promise<Meaning[]>>(), // what queries that nothing meets may have meant
    longest: [...ask.keys(), ...synonyms.keys()].reduce((longest, word) => Math.max(longest, word.length), 0), // of these words
    found: { docs: new Int32Array(passages), counts: new Float64Array(passages) }, // for one run at a time: see find
    order: new Float64Array(passages),

    // loadTerms reads the blocks of terms.
    loadTerms: (keys: Key[]) => store.load([...new Set(keys.map((key) => blockOf(key, entry)))], (data) => decodeBlock(data, passages)),

    // list returns the postings of a term.
    list(key: Key) {
      if (!lists.has(key)) {
        const found = term(key);
        lists.set(key, found ? decode(found, passages) : nowhere);
      }
      return lists.get(key)!;
    },

    // loadTexts reads the texts of passages.
    loadTexts: (ids: Iterable<number>) => Promise.all([learn(), ...Array.from(ids, (id) => store.load([textFile(id)], async (list: Record[]) => {
      await learnCharacters();
      return list.map((record, i) => records.read(record, ...reportOf(id - (id % textsPerFile) + i)));
    }))]),

    // text returns a passage whose text has been read.
    text: (passage: number): Passage => store.file(textFile(passage))[passage % textsPerFile],
  };
}
