// An opened index: its entry file and what has been read of the others.
import { blockOf, decodeBlock } from "./block.js";
import { decode } from "./postings.js";
import { SearchError, Store, damaged, fixed } from "./store.js";
import { isRare, learn } from "./text.js";

const format = 1;
const textsPerFile = 3;
const nowhere = { docs: new Int32Array(0), bits: new Uint8Array(0), first: new Int32Array(1), stretches: new Int32Array(0) };

// openIndex reads the entry file at an address. text is what will be asked, if
// that is known: the table of traditional characters can be read beside it.
export async function openIndex(url, text = "") {
  const early = isRare(text) && traditional(url);
  if (early) early.catch(() => {}); // it will be tried again
  const entry = await fixed(url);
  if (entry && entry.format !== format) throw new SearchError("version", url);
  try {
    return new Index(entry, url, early);
  } catch {
    throw damaged(url);
  }
}

async function traditional(url) {
  const groups = await fixed(new URL("fold.json", url).href);
  if (typeof groups !== "string") throw damaged("fold.json");
  return groups;
}

const textFile = (passage) => `t${Math.floor(passage / textsPerFile)}.json`;

class Index {
  constructor(entry, url, folds) {
    this.entry = entry;
    this.url = url;
    this.passages = entry.passages;
    this.reports = entry.reports.map(([name, first, end]) => ({ name, first, end: Math.min(end, entry.passages) }));
    this.folds = new Map();
    learn(this.folds, entry.fold);
    // fold folds a character as the index knows it.
    this.fold = (c) => this.folds.get(c) || c;
    this.learning = folds; // a promise as soon as the table is asked for
    this.synonyms = new Map(Object.entries(entry.synonyms));
    // Words of asking: true; words that say nothing: false.
    this.ask = new Map([...entry.stop.map((word) => [word, false]), ...entry.ask.map((word) => [word, true])]);
    // longest is the length of the longest word in ask and among the synonyms.
    this.longest = Math.max(0, ...[...this.ask.keys(), ...this.synonyms.keys()].map((word) => [...word].length));
    this.store = new Store(entry, url);
    this.lists = new Map();
    // What matching a run needs, for one run at a time.
    const room = () => new Int32Array(this.passages);
    this.found = { docs: room(), worth: room(), places: room() };
    this.met = { worth: room(), places: room(), before: room() };
    this.order = new Float64Array(this.passages);
  }

  // learn makes sure that a text can be folded.
  async learn(text) {
    if (!isRare(text)) return;
    this.learning ||= traditional(this.url);
    try {
      const groups = await this.learning;
      if (this.learned) return;
      learn(this.folds, groups);
      this.learned = true;
    } catch (error) {
      this.learning = undefined;
      throw error;
    }
  }

  // loadTerms reads the blocks of terms.
  loadTerms(keys) {
    const names = new Set(keys.map((key) => blockOf(key, this.entry)));
    return this.store.load([...names], (data) => decodeBlock(data, this.passages));
  }

  // term returns a term whose block has been read, undefined if no passage holds it.
  term(key) {
    return this.store.file(blockOf(key, this.entry)).get(key);
  }

  // list returns the postings of a term.
  list(key) {
    let list = this.lists.get(key);
    if (!list) {
      const term = this.term(key);
      list = term ? decode(term, this.passages) : nowhere;
      this.lists.set(key, list);
    }
    return list;
  }

  // loadTexts reads the texts of passages.
  loadTexts(passages) {
    return this.store.load([...new Set(passages.map(textFile))], async (records) => {
      await this.learn(records.flat().join());
      return records;
    });
  }

  // text returns a passage whose text has been read.
  text(passage) {
    const record = this.store.file(textFile(passage))[passage % textsPerFile];
    if (!record) throw damaged(textFile(passage));
    const [url, kind, title, report, year, date, units, status, heading, text, facts] = record;
    return { url, kind, title, report, year, date, units: units || [], status, heading, text, facts };
  }
}
