// An opened index: its entry file and what has been read of the others.
import { blockOf, decodeBlock, type Key, type Placement, placementsOf, type Term } from "./block.ts";
import { type Folder, newFolder } from "./folder.ts";
import type { Meaning } from "./meaning.ts";
import { decode, type Postings } from "./postings.ts";
import type { Account } from "./rank.ts";
import { newRecords, type Passage } from "./records.ts";
import { charactersFile, damaged, fixed, foldFile, newStore, SearchError, type Store } from "./store.ts";
import { addFolds, foldingBy } from "./text.ts";

const format = 6;
const textsPerFile = 2;
const nowhere: Postings = { docs: new Int32Array(0), bits: new Uint8Array(0), first: null, stretches: new Int32Array(0) };

// An Entry is the entry file: see generator/search/entry.go.
export interface Entry {
  format: number;
  passages: number;
  shared?: string;
  texts?: string;
  own?: string;
  files?: { [name: string]: any };
  blocks: Placement;
  singles: Placement;
  script: number;
  reports: [name: string, first: number, end: number][];
  fold: string;
  ask: string[];
  stop: string[];
  light: string;
  synonyms: { [word: string]: string[] };
  lists?: string[];
}

// An Index is an opened index. What matching a run needs is for one run at a time.
export interface Index {
  entry: Entry;
  explains: boolean;
  passages: number;
  store: Store;
  synonyms: Map<string, string[]>;
  ask: Map<string, boolean>;
  folder: Folder;
  meant: Map<string, Meaning[]>;
  longest: number;
  found: { docs: Int32Array; worth: Int32Array; places: Int32Array };
  met: { docs: Int32Array; best: Int32Array; rooms: Int32Array[] };
  order: Float64Array;
  released: Account[];
  fold(c: string): string;
  learn(needed?: boolean): Promise<unknown>;
  term(key: Key): Term | undefined;
  list(key: Key): Postings;
  loadTerms(keys: Key[]): Promise<unknown>;
  loadTexts(ids: Iterable<number>): Promise<unknown>;
  text(passage: number): Passage;
}

// openIndex reads the entry file at an address.
export async function openIndex(url: URL, explains: boolean) {
  const entry: Entry = await fixed(url);
  if (entry && entry.format !== format) throw new SearchError("version", url);
  try {
    return newIndex(entry, url, explains);
  } catch {
    throw damaged(url);
  }
}

const textFile = (passage: number) => `t${Math.floor(passage / textsPerFile)}.json`;

// longestOf is how long the keys of a table may be, in characters.
function longestOf(words: Map<string, unknown>, longest: number) {
  for (const word of words.keys()) longest = Math.max(longest, word.length);
  return longest;
}

function newIndex(entry: Entry, url: URL, explains: boolean): Index {
  const { passages } = entry, store = newStore(entry, url), folds = new Map<string, string>(), lists = new Map<Key, Postings>();
  addFolds(folds, entry.fold);
  // fold folds a character as the index knows it.
  const fold = foldingBy(folds), folder = newFolder(fold);
  const places = placementsOf(entry);
  const synonyms = new Map(Object.entries(entry.synonyms));
  // Words of asking: true; words that say nothing: false.
  const ask = new Map<string, boolean>();
  for (const word of entry.stop) ask.set(word, false);
  for (const word of entry.ask) ask.set(word, true);
  // What matching a run needs, for one run at a time.
  const room = () => new Int32Array(passages);

  // learn reads how traditional characters fold: at once if all texts are
  // written with them, else where one occurs.
  const learn = async (needed = entry.script > 0) => needed && store.load([foldFile], (groups: string) => {
    addFolds(folds, groups);
    folder.forget();
  });
  const records = newRecords(entry.script, new URL("..", url).pathname);
  const learnCharacters = async () => entry.script > 0 && store.load([charactersFile], records.learn);
  for (const early of [learn, learnCharacters]) early().catch(() => {}); // it will be tried again

  // term returns a term whose block has been read, undefined if no passage holds it.
  const term = (key: Key): Term | undefined => store.file(blockOf(key, places)).get(key);

  return {
    entry, explains, passages, store, synonyms, ask, term, learn, fold, folder,
    meant: new Map(), // what queries that nothing meets may have meant
    longest: longestOf(ask, longestOf(synonyms, 0)),
    found: { docs: room(), worth: room(), places: room() },
    met: { docs: room(), best: room(), rooms: [room(), room()] },
    order: new Float64Array(passages),
    released: [], // accounts that are done with

    // loadTerms reads the blocks of terms.
    loadTerms: (keys: Key[]) => store.load([...new Set(keys.map((key) => blockOf(key, places)))], (data) => decodeBlock(data, passages)),

    // list returns the postings of a term.
    list(key: Key) {
      if (!lists.has(key)) {
        const found = term(key);
        lists.set(key, found ? decode(found, passages) : nowhere);
      }
      return lists.get(key)!;
    },

    // loadTexts reads the texts of passages.
    loadTexts: (ids: Iterable<number>) => Promise.all([learn(), learnCharacters(), store.load([...new Set(Array.from(ids, textFile))], (list) => list)]),

    // text returns a passage whose text has been read.
    text(passage: number) {
      const record = store.file(textFile(passage))[passage % textsPerFile];
      if (!record) throw damaged(textFile(passage));
      return records.written(record);
    },
  };
}
