// The files of the index: fetched once, side by side, and kept. What a file
// holds is described in generator/search.

// SearchError says why there is no answer. Its kind is "network" (another try
// may help), "version" (the site was published anew: load the page again) or
// "damaged".
export class SearchError extends Error {
  constructor(kind, about) {
    super(`${kind}: ${about}`);
    this.name = "SearchError";
    this.kind = kind;
  }
}

export const damaged = (about) => new SearchError("damaged", about);

// get fetches a file and returns what take makes of the response. A file named
// by its content that is not there belonged to an earlier version of the site.
async function get(url, missing, options, take) {
  let response;
  try {
    response = await fetch(url, options);
    if (response.ok) return await take(response);
  } catch {
    throw new SearchError("network", url);
  }
  throw new SearchError(response.status === 404 || response.status === 410 ? missing : "network", url);
}

const text = (response) => response.text();
const bytes = async (response) => new Uint8Array(await response.arrayBuffer());

function parsed(json, name) {
  try {
    return JSON.parse(json);
  } catch {
    throw damaged(name);
  }
}

// fixed fetches a file whose name does not change with its content: the browser
// has to ask whether it still is the same.
export async function fixed(url) {
  return parsed(await get(url, "network", { cache: "no-cache" }, text), url);
}

// A Store has the other files, by name.
export class Store {
  constructor(entry, url) {
    this.entry = entry;
    this.url = url;
    this.loading = new Map(); // promises
    this.values = new Map(); // what the promises became
  }

  // load reads files that are not there yet; then file() returns what read made
  // of each. A file that could not be read is tried again the next time.
  load(names, read) {
    return Promise.all(names.map((name) => {
      let promise = this.loading.get(name);
      if (!promise) {
        promise = this.read(name, read);
        promise.catch(() => this.loading.delete(name));
        this.loading.set(name, promise);
      }
      return promise;
    }));
  }

  file(name) {
    return this.values.get(name);
  }

  async read(name, read) {
    const content = await (name.endsWith(".bin") ? this.binary(name) : this.json(name));
    try {
      this.values.set(name, await read(content));
    } catch (error) {
      throw error instanceof SearchError ? error : damaged(name);
    }
  }

  address(name) {
    const { shared, own } = this.entry;
    return new URL((/bin$|^pinyin/.test(name) ? shared : own) + name, this.url).href;
  }

  // inline returns a file that lies in the entry file; a small site has all of
  // them there.
  inline(name) {
    const { files } = this.entry;
    if (files && !(name in files)) throw damaged(name);
    return files && files[name];
  }

  async json(name) {
    const value = this.inline(name);
    return value === undefined ? parsed(await get(this.address(name), "version", {}, text), name) : value;
  }

  async binary(name) {
    const value = this.inline(name);
    if (value === undefined) return get(this.address(name), "version", {}, bytes);
    try {
      return Uint8Array.from(atob(value), (c) => c.charCodeAt(0));
    } catch {
      throw damaged(name);
    }
  }
}
