// The files of the index: fetched once, side by side, and kept. What a file
// holds is described in generator/search.

import { bytes } from "./block.ts";
import type { Entry } from "./index.ts";

type Trouble = "network" | "version" | "damaged";

// SearchError says why there is no answer. Its kind is "network" (another try
// may help), "version" (the site was published anew: load the page again) or
// "damaged".
export class SearchError extends Error {
  kind: Trouble;

  constructor(kind: Trouble, about: unknown) {
    super(kind + " " + about);
    this.kind = kind;
  }
}

export const damaged = (about: unknown) => new SearchError("damaged", about);

// get fetches the bytes of a file; missing is the kind of error if it is not there.
async function get(url: URL, missing: Trouble) {
  let kind: Trouble = "network";
  try {
    const response = await fetch(String(url));
    if (response.ok) return new Uint8Array(await response.arrayBuffer());
    if (response.status === 404) kind = missing;
  } catch {}
  throw new SearchError(kind, url);
}

async function json(url: URL, missing: Trouble): Promise<any> {
  const data = await get(url, missing);
  try {
    return JSON.parse(new TextDecoder().decode(data));
  } catch {
    throw damaged(url);
  }
}

// fixed fetches a file whose name does not change with its content. Servers have
// browsers ask whether it still is the same; with another cache mode than that of the
// page's preload it would be fetched twice.
export const fixed = (url: URL) => json(url, "network");

export const foldFile = "fold.json", shapeFile = "shape.json", charactersFile = "characters.json", pinyinFile = "pinyin.json";

// The lists of words and phrases by a letter or digit.
export const wordList = (letter: string) => `w-${letter}.json`;
export const phraseList = (letter: string) => `p-${letter}.json`;

type Read = (content: any) => unknown;

export type Store = ReturnType<typeof newStore>;

// newStore keeps the other files, by name; folds is the table of folding, if it is on its way.
export function newStore(entry: Entry, url: URL, folds?: Promise<string>) {
  const loading = new Map<string, Promise<void>>();
  const values = new Map<string, any>(); // what the promises became

  // The files of a small site are in the entry file. A file named by its content that is
  // not there belonged to another version.
  async function content(name: string, binary: boolean) {
    const { files, shared, own } = entry;
    if (name === foldFile) {
      const coming = folds;
      folds = undefined; // a second try is another request
      if (coming) return coming;
    }
    if (name === foldFile || name === shapeFile) return fixed(new URL(name, url));
    if (!shared) {
      if (!files || !Object.prototype.hasOwnProperty.call(files, name)) throw damaged(name);
      return binary ? bytes(files[name]) : files[name];
    }
    const address = new URL((/^(facets|characters|[wp]-)/.test(name) ? own : shared) + name, url);
    return binary ? get(address, "version") : json(address, "version");
  }

  async function fill(name: string, read: Read) {
    try {
      values.set(name, await read(await content(name, name.endsWith(".bin"))));
    } catch (error) {
      loading.delete(name);
      throw error instanceof SearchError ? error : damaged(name);
    }
  }

  // load reads files that are not there yet; then file() returns what read made of
  // each. What could not be read is tried again the next time.
  const load = (names: string[], read: Read) => Promise.all(names.map((name) => {
    if (!loading.has(name)) loading.set(name, fill(name, read));
    return loading.get(name)!;
  }));

  const file = (name: string) => values.get(name);

  // read loads one file and returns what became of it.
  const read = (name: string, as: Read) => load([name], as).then(() => file(name));

  return { load, read, file };
}
