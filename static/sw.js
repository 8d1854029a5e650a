// The service worker: pages come from the network as long as there is one, and
// what was read before is shown, with its date, when there is none. Files of
// /assets/ never change under their name and come from the cache.
const PAGES = "gongshi-pages-1";
const ASSETS = "gongshi-assets-1";
const NEEDED = "gongshi-needed-1";
const DAY = 86_400_000;
const PAGE_LIMIT = 60;
const ASSET_LIMIT = 40;
const notice = /(<p class="?offline"?) hidden(?:="")?([^]*?)\{time\}/; // of the layout
const scope = new URL(self.registration.scope);

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(clean().then(() => self.clients.claim())));

async function clean() {
  for (const name of await caches.keys()) {
    if (name.startsWith("gongshi-") && name !== PAGES && name !== ASSETS && name !== NEEDED) await caches.delete(name);
  }
}

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== location.origin) return;
  if (request.mode === "navigate") event.respondWith(page(event, url));
  else if (isAsset(url)) event.respondWith(asset(event, url));
  else if (url.pathname.endsWith("/")) event.respondWith(part(request, url));
});

// A page that was open before there was a worker names itself, and its files as
// they come.
self.addEventListener("message", (event) => event.waitUntil(keepAll(event.data)));

async function keepAll({ page, files = [], needed = [] }) {
  if (page) {
    const own = new URL(page);
    if (own.href.startsWith(scope.href)) await keepPage(own, await fetch(own.href));
  }
  const kept = await caches.open(ASSETS);
  for (const file of files.map((name) => new URL(name))) {
    if (file.origin !== location.origin || !isAsset(file) || (await kept.match(file.href))) continue;
    const response = await fetch(file.href);
    if (response.ok) await keep(ASSETS, file.href, response, ASSET_LIMIT);
  }
  for (const address of needed) await keepNeeded(address);
}

// keepNeeded keeps a page with the files it names, and asks for it again once a day.
async function keepNeeded(address) {
  const cache = await caches.open(NEEDED), kept = await cache.match(address);
  if (new URL(address).origin !== location.origin || (kept && Date.now() - new Date(kept.headers.get("X-Kept")) < DAY)) return;
  const response = await fetch(address);
  if (!response.ok) return;
  const html = await response.clone().text();
  for (const [name] of html.matchAll(/[^\s"'=<>]*\/assets\/[^\s"'<>]+/g)) {
    const file = new URL(name, address).href, data = !(await cache.match(file)) && (await fetch(file));
    if (data.ok) await keep(NEEDED, file, data, ASSET_LIMIT);
  }
  await keep(NEEDED, address, response, ASSET_LIMIT);
}

// The folder of the search index holds thousands of files and has its own
// cache, the browser's.
function isAsset(url) {
  const rest = url.pathname.slice(scope.pathname.length);
  return url.pathname.startsWith(scope.pathname) && /^assets\/[^/]+$/.test(rest);
}

// keepPage keeps a page of this site: another may stand on the same host, but only ours can
// say how old it is. What is gone is forgotten.
async function keepPage(url, response) {
  if (gone(response)) return (await caches.open(PAGES)).delete(key(url));
  if (!response.ok || response.redirected || !/^text\/html/.test(response.headers.get("Content-Type"))) return;
  if (notice.test(await response.clone().text())) await keep(PAGES, key(url), response, PAGE_LIMIT);
}

function gone({ status }) {
  return status === 404 || status === 410;
}

// key is the address a page is kept under: what stands behind "?" is the
// reader's view of it.
function key(url) {
  return url.origin + url.pathname;
}

async function page(event, url) {
  try {
    const response = await fetch(event.request);
    event.waitUntil(keepPage(url, response.clone()));
    return response;
  } catch {
    const pages = await caches.open(PAGES), kept = (await pages.match(key(url))) ?? (await pages.match(key(url) + "/")) ?? (await caches.match(key(url)));
    return kept ? aged(kept) : (await unread(url)) || Response.error();
  }
}

// unread is the page that says what is kept, in the script of the address if it has been
// kept in that.
async function unread(url) {
  const cache = await caches.open(NEEDED), pages = (await cache.keys()).map((request) => request.url).filter((address) => address.endsWith("/offline/"));
  const folder = (address) => address.slice(0, -"offline/".length);
  const own = pages.filter((address) => url.href.startsWith(folder(address))).sort((a, b) => b.length - a.length);
  return pages.length && cache.match(own[0] ?? pages[0]);
}

// part is a page that a script takes a part of: the toolbar, the words of the search.
async function part(request, url) {
  try {
    return await fetch(request);
  } catch {
    return (await caches.match(key(url))) ?? Response.error();
  }
}

async function asset(event, url) {
  const kept = await caches.match(url.href);
  if (kept) return kept;
  const response = await fetch(event.request);
  if (response.ok) {
    const copy = response.clone();
    event.waitUntil(keep(ASSETS, url.href, copy, ASSET_LIMIT));
  }
  return response;
}

// keep stores a response with the time, and drops the oldest beyond a limit.
async function keep(name, address, response, limit) {
  const headers = new Headers(response.headers);
  headers.set("X-Kept", new Date().toISOString());
  const body = await response.blob();
  const cache = await caches.open(name);
  await cache.delete(address); // so that the order of keys is that of age
  await cache.put(address, new Response(body, { status: response.status, headers }));
  const keys = await cache.keys();
  for (const old of keys.slice(0, Math.max(0, keys.length - limit))) await cache.delete(old);
}

// aged is a kept page that says how old it is, in the words of its layout.
async function aged(kept) {
  const time = new Date(kept.headers.get("X-Kept"));
  const text = new Intl.DateTimeFormat("zh-CN", { dateStyle: "long", timeStyle: "short" }).format(time);
  const html = (await kept.text()).replace(notice, (_, start, rest) => `${start}${rest}${text}`);
  return new Response(html, { headers: kept.headers });
}
