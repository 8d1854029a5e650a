// Fetching files. The script in the head of the search page (search.inline.js) asks
// for some of them before the search has come, which takes the answers from here.
// An Answer is how a server answered.
export interface Answer {
  status: number;
  ok: boolean;
  data: Uint8Array;
}

declare global {
  var searchFiles: Map<string, Promise<Answer> | null> | undefined;
}
const early = (globalThis.searchFiles ??= new Map()); // by address: what is on its way, null once it has been taken

// beside is the address of a file beside the search page, which some hosts serve
// without the slash at its end, too.
export const beside = (name: string) => new URL(name, location.origin + location.pathname.replace(/\/[^/.]+$/, "$&/"));

// fetchEarly fetches a file for whoever asks for it first.
export function fetchEarly(url: string | URL) {
  const file = fetchFile(url);
  file.catch(() => {}); // told when it is asked for
  early.set(String(url), file);
}

// fetchFile returns the bytes of a file and how the server answered. It is rejected
// if there was no answer.
export function fetchFile(url: string | URL): Promise<Answer> {
  const address = String(url), asked = early.get(address);
  if (!asked) return request(address);
  early.set(address, null);
  return asked;
}

async function request(url: string): Promise<Answer> {
  const response = await fetch(url);
  return { status: response.status, ok: response.ok, data: new Uint8Array(await response.arrayBuffer()) };
}
