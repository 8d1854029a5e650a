// What browsers have and goja has not, as far as the search needs it. host is
// what Go gives: get reads a file, resolve an address, decode text, base64 bytes.
globalThis.URL = class {
  constructor(address, base = "") {
    this.pathname = host.resolve(String(address), String(base));
  }

  toString() {
    return this.pathname;
  }
};

globalThis.TextDecoder = class {
  constructor(label = "utf-8") {
    this.label = label;
  }

  decode(data) {
    return host.decode(data, this.label);
  }
};

globalThis.atob = (text) => String.fromCharCode(...host.base64(text));

// A file is there at once, so every promise is settled when a call returns.
globalThis.fetch = async (address) => {
  const { status, data } = host.get(address);
  return { status, ok: status === 200, arrayBuffer: async () => data };
};

// The addresses that a query names are written as browsers write them.
globalThis.URLSearchParams = class {
  pairs = [];

  append(name, value) {
    this.pairs.push([name, value].map(encodeURIComponent).join("="));
  }

  toString() {
    return this.pairs.join("&");
  }
};

// json writes what the engine says; it makes its hits when they are asked for.
globalThis.json = (value) => JSON.stringify(value, (name, part) => (name === "hits" ? part.slice(0) : part));
