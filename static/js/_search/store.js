// The files of the index: fetched once, side by side, and kept. What a file
// holds is described in generator/search.

import { bytes } from "./block.js";
import { fetchFile } from "./file.js";

// SearchError says why there is no answer. Its kind is "network" (another try
// may help), "version" (the site was published anew: load the page again) or
// "damaged".
export class SearchError extends Error {
  constructor(kind, about) {
    super(kind + " " + about);
    this.kind = kind;
  }
}

export const damaged = (about) => new SearchError("damaged", about);

// get fetches the bytes of a file; missing is the kind of error if it is not there.
async function get(url, missing) {
  let kind = "network";
  try {
    const { ok, status, data } = await fetchFile(url);
    if (ok) return data;
    if (status === 404) kind = missing;
  } catch {}
  throw new SearchError(kind, url);
}

async function json(url, missing) {
  const data = await get(url, missing);
  try {
    return JSON.parse(new TextDecoder().decode(data));
  } catch {
    throw damaged(url);
  }
}

const asked = new Map(); // promises of files on their way

// fixed fetches a file whose name does not change with its content; whoever asks
// while it is on its way waits for the same. Servers have browsers ask whether it
// still is the same; with another cache mode than that of the page's preload it
// would be fetched twice.
export function fixed(url) {
  const address = String(url);
  if (!asked.has(address)) asked.set(address, json(address, "network").finally(() => asked.delete(address)));
  return asked.get(address);
}

export const foldFile = "fold.json", pinyinFile = "pinyin.json", charactersFile = "characters.json";

// The lists of words and phrases by a letter, of what is read alike by a sound.
export const wordList = (letter) => `w-${letter}`;
export const phraseList = (letter) => `p-${letter}`;
export const soundList = (sound) => `s-${sound}`;

// bundlesOf leads from lists to where they stand: in which bundle, at which place.
export const bundlesOf = ({ lists = [] }) => new Map(lists.flatMap((names, i) => names.split(" ").map((name, at) => [name, { file: `l${i}.json`, at }])));

const isText = (name) => /^t\d/.test(name), isList = (name) => name[1] === "-";

// newStore keeps the other files, by name.
export function newStore(entry, url) {
  const loading = new Map(); // promises
  const values = new Map(); // what the promises became
  let bundles; // most answers need none
  const bundleOf = (name) => (bundles ??= bundlesOf(entry)).get(name);

  // The files of small folders are in the entry file. A file named by its
  // content that is not there belonged to another version.
  async function content(name, binary) {
    const { files = {}, shared, texts, own } = entry;
    if (name === foldFile) return fixed(new URL(name, url));
    if (name in files) return binary ? bytes(files[name]) : files[name];
    if (isList(name) && bundleOf(name)) return bundled(bundleOf(name));
    const folder = binary || name === pinyinFile ? shared : isText(name) ? texts : own;
    if (!folder) throw damaged(name);
    const address = new URL(folder + name, url);
    return binary ? get(address, "version") : json(address, "version");
  }

  async function bundled({ file, at }) {
    await load([file], (lists) => lists);
    return values.get(file)[at];
  }

  async function fill(name, read) {
    try {
      values.set(name, await read(await content(name, name.endsWith(".bin"))));
    } catch (error) {
      loading.delete(name);
      throw error instanceof SearchError ? error : damaged(name);
    }
  }

  // load reads files and lists that are not there yet; then file() returns what
  // read made of each. What could not be read is tried again the next time.
  const load = (names, read) => Promise.all(names.map((name) => {
    if (!loading.has(name)) loading.set(name, fill(name, read));
    return loading.get(name);
  }));

  return { load, file: (name) => values.get(name), hasList: (name) => bundleOf(name) !== undefined || name in (entry.files ?? {}) };
}
