// What can be opened instead: on the page for an address that is not there, those most
// like it; on the page that stands for one not kept, what is kept (static/sw.js).
const most = 3; // addresses that are proposed

// linkTo is a link in a list, with its address as a reader would write it.
function linkTo(address: string, text: string) {
  const link = document.createElement("a"), item = document.createElement("li"), written = document.createElement("code");
  Object.assign(link, { href: address, textContent: text });
  Object.assign(written, { textContent: decodeURI(link.pathname), translate: false });
  item.append(link, " ", written);
  return item;
}

// plain is an address as it is compared; people type full-width characters, too.
function plain(path: string) {
  try {
    path = decodeURIComponent(path);
  } catch {}
  return path.normalize("NFKC").toLowerCase().replace(/(index)?(\.html?|\.md)?$/, "").replace(/\/*$/, "/");
}

// distance is the number of characters to be put in, taken out or changed.
function distance(a: string, b: string) {
  let row = [...b, ""].map((_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) next[j] = Math.min(next[j - 1] + 1, row[j] + 1, row[j - 1] + Number(a[i - 1] !== b[j - 1]));
    row = next;
  }
  return row[b.length];
}

function common(a: string, b: string) {
  let n = 0;
  while (n < a.length && a[n] === b[n]) n++;
  return n;
}

// propose lists the pages whose addresses are most like the one asked for, and the
// nearest above it. All addresses stand in the site map.
function propose(box: HTMLElement, pages: Document) {
  const asked = plain(location.pathname).slice(0, 200), names = new Map<string, HTMLAnchorElement>();
  for (const link of pages.querySelectorAll<HTMLAnchorElement>("main a[href], .breadcrumb a[href]")) {
    if (link.origin === location.origin && link.pathname.endsWith("/")) names.set(plain(link.pathname), link);
  }
  const near = [...names.keys()]
    .map((path) => ({ path, far: distance(asked, path), common: common(asked, path) }))
    .filter(({ path, far, common }) => far <= Math.max(2, asked.length >> 2) || (common === path.length && path !== "/"))
    .sort((a, b) => a.far - b.far || b.common - a.common || a.path.length - b.path.length);
  box.querySelector("ul")!.append(...near.slice(0, most).map(({ path }) => linkTo(names.get(path)!.href, names.get(path)!.textContent!)));
  box.hidden = !near.length;
}

const nearest = document.getElementById("nearest");
if (nearest) {
  const request = new XMLHttpRequest();
  request.open("GET", nearest.dataset.list!);
  request.responseType = "document";
  request.onload = () => request.response && propose(nearest, request.response);
  request.send();
}

// titleOf is the title in the source of a page. A parser would need a policy of trusted types.
function titleOf(html: string) {
  const names: Record<string, string> = { amp: "&", lt: "<", gt: ">", quot: '"' };
  return (/<title>([^<]*)/.exec(html)?.[1] ?? "").replace(/&(?:#(\d+)|(\w+));/g, (all, code, name) => (code ? String.fromCodePoint(code) : names[name] ?? all));
}

// keptPages are the pages that the worker has kept, the last read first.
async function keptPages() {
  const cache = await caches.open("gongshi-pages-1"), requests = [...(await cache.keys())].reverse();
  return Promise.all(requests.map(async ({ url }) => linkTo(url, titleOf(await (await cache.match(url))!.text()) || url)));
}

const saved = document.getElementById("saved");
if (saved) {
  document.getElementById("unread")!.hidden = location.pathname === new URL(document.querySelector<HTMLElement>(".offline")!.dataset.page!, location.href).pathname;
  document.querySelector<HTMLAnchorElement>("#again")!.href = location.pathname + location.search;
  keptPages().then((pages) => {
    saved.append(...pages);
    document.getElementById("none-saved")!.hidden = pages.length > 0;
  }).catch(() => {}); // private windows may keep nothing
}
