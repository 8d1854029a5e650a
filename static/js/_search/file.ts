// Fetching files.

// An Answer is how a server answered.
export interface Answer {
  status: number;
  ok: boolean;
  data: Uint8Array;
}

// beside is the address of a file beside the search page, which some hosts serve
// without the slash at its end, too.
export const beside = (name: string) => new URL(name, location.origin + location.pathname.replace(/\/[^/.]+$/, "$&/"));

// fetchFile returns the bytes of a file and how the server answered. It is rejected
// if there was no answer.
export async function fetchFile(url: string | URL): Promise<Answer> {
  const response = await fetch(url);
  return { status: response.status, ok: response.ok, data: new Uint8Array(await response.arrayBuffer()) };
}
