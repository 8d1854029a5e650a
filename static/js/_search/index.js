// An opened index: its entry file and what has been read of the others.
import { blockOf, decodeBlock, placementsOf } from "./block.js";
import { newFolder } from "./folder.js";
import { decode } from "./postings.js";
import { newRecords } from "./records.js";
import { SearchError, charactersFile, damaged, fixed, foldFile, newStore } from "./store.js";
import { addFolds, narrowed } from "./text.js";

const format = 6;
const textsPerFile = 2;
const nowhere = decode({ count: 0 });

// openIndex reads the entry file at an address.
export async function openIndex(url, explains) {
  const entry = await fixed(url);
  if (entry && entry.format !== format) throw new SearchError("version", url);
  try {
    return newIndex(entry, url, explains);
  } catch {
    throw damaged(url);
  }
}

const textFile = (passage) => `t${Math.floor(passage / textsPerFile)}.json`;

// longestOf is how long the keys of a table may be, in characters.
function longestOf(words, longest) {
  for (const word of words.keys()) longest = Math.max(longest, word.length);
  return longest;
}

function newIndex(entry, url, explains) {
  const { passages } = entry, store = newStore(entry, url), folds = new Map(), lists = new Map();
  addFolds(folds, entry.fold);
  // fold folds a character as the index knows it.
  const fold = (c) => folds.get(c) || narrowed(c), folder = newFolder(fold);
  const places = placementsOf(entry);
  const synonyms = new Map(Object.entries(entry.synonyms));
  // Words of asking: true; words that say nothing: false.
  const ask = new Map([...entry.stop.map((word) => [word, false]), ...entry.ask.map((word) => [word, true])]);
  // What matching a run needs, for one run at a time.
  const room = () => new Int32Array(passages);

  // learn reads how traditional characters fold: at once if all texts are
  // written with them, else where one occurs.
  const learn = async (needed = entry.script > 0) => needed && store.load([foldFile], (groups) => {
    addFolds(folds, groups);
    folder.forget();
  });
  const records = newRecords(entry.script, new URL("..", url).pathname);
  const learnCharacters = async () => entry.script > 0 && store.load([charactersFile], records.learn);
  for (const early of [learn, learnCharacters]) early().catch(() => {}); // it will be tried again

  // term returns a term whose block has been read, undefined if no passage holds it.
  const term = (key) => store.file(blockOf(key, places)).get(key);

  return {
    entry, explains, passages, store, synonyms, ask, term, learn, fold, folder,
    meant: new Map(), // what queries that nothing meets may have meant
    longest: longestOf(ask, longestOf(synonyms, 0)),
    found: { docs: room(), worth: room(), places: room() },
    met: { docs: room(), best: room(), rooms: [room(), room()] },
    order: new Float64Array(passages),
    released: [], // accounts that are done with

    // loadTerms reads the blocks of terms.
    loadTerms: (keys) => store.load([...new Set(keys.map((key) => blockOf(key, places)))], (data) => decodeBlock(data, passages)),

    // list returns the postings of a term.
    list(key) {
      if (!lists.has(key)) {
        const found = term(key);
        lists.set(key, found ? decode(found, passages) : nowhere);
      }
      return lists.get(key);
    },

    // loadTexts reads the texts of passages.
    loadTexts: (ids) => Promise.all([learn(), learnCharacters(), store.load([...new Set(Array.from(ids, textFile))], (list) => list)]),

    // text returns a passage whose text has been read.
    text(passage) {
      const record = store.file(textFile(passage))[passage % textsPerFile];
      if (!record) throw damaged(textFile(passage));
      return records.written(record);
    },
  };
}
