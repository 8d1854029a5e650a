// Checks a page of this site against the public log, in the reader's browser: its bytes
// against its entry, the entry against the tree, the head of the tree against the signature.
// It asks for files of the log alone and believes none of them. The formats are C2SP
// tlog-tiles and signed-note.
import { compare } from "./_record/compare.ts";

type Bytes = Uint8Array<ArrayBuffer>;
interface Entry {
  kind: string;
  path: string;
  digest: string;
  time: string;
  version?: number;
  since?: string;
}

// An outcome is a name of a message of the layout: data-same, data-changed …
class Outcome extends Error {}

const box = document.querySelector<HTMLElement>(".record-result")!;
const facts = document.querySelector<HTMLElement>(".record-facts")!;
const quotation = document.querySelector<HTMLElement>(".record-quotation")!;
const root = new URL(box.dataset.root!, location.href);
const width = 256;
let size = 0;

async function sha256(...parts: Bytes[]): Promise<Bytes> {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return new Uint8Array(await crypto.subtle.digest("SHA-256", whole));
}

function hex(bytes: Bytes) {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

function unhex(text: string): Bytes {
  return Uint8Array.from(text.match(/../g) ?? [], (digits) => parseInt(digits, 16));
}

function unbase64(text: string): Bytes {
  return Uint8Array.from(atob(text), (char) => char.charCodeAt(0));
}

const same = (a: Bytes, b: Bytes) => hex(a) === hex(b);

const files = new Map<string, Promise<Bytes>>();

async function read(name: string): Promise<Bytes> {
  const response = await fetch(new URL(`record/${name}`, root), { cache: "no-store" });
  if (!response.ok) throw new Outcome("broken");
  return new Uint8Array(await response.arrayBuffer());
}

// file reads a file of the log once.
function file(name: string) {
  if (!files.has(name)) files.set(name, read(name));
  return files.get(name)!;
}

const text = async (name: string) => new TextDecoder().decode(await file(name));

// tilePath is the end of the path of tile n of a level of which there are count hashes.
function tilePath(n: number, count: number) {
  const digits = String(n).padStart(Math.ceil(String(n).length / 3) * 3, "0").match(/.../g)!;
  const path = digits.map((group, i) => (i < digits.length - 1 ? `x${group}` : group)).join("/");
  const there = count - n * width;
  return there < width ? `${path}.p/${there}` : path;
}

async function hashOf(level: number, i: number): Promise<Bytes> {
  const tile = await file(`tile/${level}/${tilePath(Math.floor(i / width), Math.floor(size / width ** level))}`);
  return tile.slice((i % width) * 32, (i % width) * 32 + 32);
}

const node = (left: Bytes, right: Bytes) => sha256(Uint8Array.of(1), left, right);

// half is the largest power of two below n.
function half(n: number) {
  let k = 1;
  while (k * 2 < n) k *= 2;
  return k;
}

// subtree is the hash of entries lo … hi-1, from tiles (RFC 6962).
async function subtree(lo: number, hi: number): Promise<Bytes> {
  const n = hi - lo;
  const level = Math.floor(Math.log2(n) / 8);
  if (n === width ** level) return hashOf(level, lo / n);
  const k = half(n);
  return node(await subtree(lo, lo + k), await subtree(lo + k, hi));
}

// rootFrom is the hash of the tree, worked out from one entry upwards.
async function rootFrom(lo: number, hi: number, i: number, leaf: Bytes): Promise<Bytes> {
  if (hi - lo === 1) return leaf;
  const middle = lo + half(hi - lo);
  return i < middle
    ? node(await rootFrom(lo, middle, i, leaf), await subtree(middle, hi))
    : node(await subtree(lo, middle), await rootFrom(middle, hi, i, leaf));
}

// rawEntry is an entry as it stands in its bundle, where a length precedes each.
async function rawEntry(i: number): Promise<Bytes> {
  const bundle = await file(`tile/entries/${tilePath(Math.floor(i / width), size)}`);
  let at = 0;
  for (let n = i % width; n > 0; n--) at += 2 + bundle[at] * 256 + bundle[at + 1];
  return bundle.slice(at + 2, at + 2 + bundle[at] * 256 + bundle[at + 1]);
}

// signed checks the signature of the checkpoint with the key the log names.
async function signed(note: string): Promise<string> {
  const end = note.indexOf("\n\n");
  if (end < 0) return "unsigned";
  const [name, , key] = (await text("key")).trim().split(/\+(.{8})\+/);
  const bytes = unbase64(key);
  fact("key", hex(await sha256(bytes.slice(1))).match(/.{4}/g)!.join(" "));
  const line = note.slice(end + 2).split("\n").find((line) => line.startsWith(`— ${name} `));
  if (!line) return "signature";
  let imported: CryptoKey;
  try {
    imported = await crypto.subtle.importKey("raw", bytes.slice(1), { name: "Ed25519" }, false, ["verify"]);
  } catch {
    return "old";
  }
  const signature = unbase64(line.split(" ")[2]).slice(4);
  const good = await crypto.subtle.verify({ name: "Ed25519" }, imported, signature, new TextEncoder().encode(note.slice(0, end + 1)));
  return good ? "same" : "signature";
}

function fact(name: string, value: string) {
  facts.querySelector(`[data-fact=${name}]`)!.textContent = value;
}

// check checks a page by its address and returns the outcome.
async function check(address: string, said: Record<string, string>): Promise<string> {
  const page = new URL(address, location.origin);
  if (page.origin !== root.origin || !page.pathname.startsWith(root.pathname)) return "elsewhere";
  let path = decodeURIComponent(page.pathname.slice(root.pathname.length));
  if (!path || path.endsWith("/")) path += "index.html";
  else if (!/\.[^/]*$/.test(path)) path += "/index.html";

  const note = await text("checkpoint");
  const [origin, count, head] = note.split("\n");
  size = Number(count);
  fact("origin", origin);
  fact("size", `${count} 条`);
  const shard = hex(await sha256(new TextEncoder().encode(path)))[0];
  const i: number | undefined = JSON.parse(await text(`index/${shard}.json`))[path];
  if (i === undefined || i >= size) return "unknown";
  said.entry = String(i);
  const raw = await rawEntry(i);
  const leaf = await sha256(Uint8Array.of(0), raw);
  if (!same(leaf, await hashOf(0, i))) return "entry";
  if (!same(await rootFrom(0, size, i, leaf), unbase64(head))) return "tree";
  const entry: Entry = JSON.parse(new TextDecoder().decode(raw));
  said.time = entry.time;
  fact("time", entry.time);
  if (/\/v\/\d+\/index\.html$/.test(path)) said.quoted = `${entry.since} ${entry.version}`;
  if (entry.kind !== "file" || entry.path !== path) return "entry";
  const signature = await signed(note);
  if (signature === "signature") return signature;

  const salt = (await text(`salt/${tilePath(Math.floor(i / width), size)}`)).split("\n")[i % width];
  if (!salt) return "removed";
  const response = await fetch(page.pathname, { cache: "no-store" });
  if (!response.ok) return "missing";
  const sum = await sha256(new Uint8Array(await response.arrayBuffer()));
  fact("sum", hex(sum));
  said.sum = hex(sum);
  said.page = page.href;
  said.origin = origin;
  return hex(await sha256(unhex(salt), sum)) === entry.digest ? signature : "changed";
}

async function show(address: string) {
  const said: Record<string, string> = {};
  box.textContent = box.dataset.busy!;
  let outcome: string;
  try {
    outcome = crypto.subtle ? await check(address, said) : "insecure";
  } catch (error) {
    outcome = error instanceof Outcome ? error.message : "broken";
  }
  facts.hidden = outcome === "elsewhere" || outcome === "insecure";
  box.textContent = (box.dataset[outcome] ?? "").replace(/\{(\w+)\}/g, (_, name) => said[name]);
  box.dataset.outcome = outcome;
  const [since, version] = said.quoted?.split(" ") ?? [];
  quotation.hidden = !(version && said.sum && outcome !== "changed");
  const words = quotation.lastElementChild as HTMLElement;
  words.textContent = words.dataset.form!.replace(/\{(\w+)\}/g, (_, name) => ({ since: since.slice(0, 10), version, ...said } as Record<string, string>)[name]);
  return outcome;
}

// textOf is the text of a page of a version, a line for each block. The page is parsed
// without running anything in it.
function textOf(address: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("GET", new URL(address, location.origin).pathname);
    request.responseType = "document";
    request.onerror = reject;
    request.onload = () => {
      const blocks = [...request.response.querySelectorAll("#text :is(h1, h2, h3, h4, p, li, dt, dd, th, td, pre)")];
      resolve(blocks.filter((block) => !block.querySelector("p, li, td, pre")).map((block) => `${block.textContent}\n`).join(""));
    };
    request.send();
  });
}

// difference shows how one version became another.
async function difference(from: string, to: string) {
  const shown = document.querySelector<HTMLElement>(".record-difference")!;
  const tags = { same: "span", gone: "del", new: "ins" };
  for (const { kind, text } of compare(await textOf(from), await textOf(to))) {
    const piece = document.createElement(tags[kind]);
    piece.textContent = text;
    shown.lastElementChild!.append(piece);
  }
  shown.hidden = false;
}

const query = new URLSearchParams(location.search);
const asked = query.get("page"), before = query.get("with");
if (asked) {
  document.querySelector<HTMLInputElement>("#record-address")!.value = asked;
  const good = (outcome: string) => ["same", "old", "unsigned"].includes(outcome);
  (async () => {
    if (before && !good(await show(before))) return; // what is not as it was published is not compared
    if (good(await show(asked)) && before) await difference(before, asked);
  })().catch(() => {});
}
