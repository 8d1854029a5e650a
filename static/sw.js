// The service worker: pages come from the network as long as there is one, and
// what was read before is shown, with its date, when there is none. Files of
// /assets/ never change under their name and come from the cache.
const PAGES = "gongshi-pages-1";
const ASSETS = "gongshi-assets-1";
const PAGE_LIMIT = 60;
const ASSET_LIMIT = 40;
const notice = /(<p class="?offline"?) hidden(?:="")?([^]*?)\{time\}/; // of the layout
const scope = new URL(self.registration.scope);

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(clean().then(() => self.clients.claim())));

async function clean() {
  for (const name of await caches.keys()) {
    if (name.startsWith("gongshi-") && name !== PAGES && name !== ASSETS) await caches.delete(name);
  }
}

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== location.origin) return;
  if (request.mode === "navigate") event.respondWith(page(event, url));
  else if (isAsset(url)) event.respondWith(asset(event, url));
});

// A page that was open before there was a worker names itself, and its files as
// they come.
self.addEventListener("message", (event) => event.waitUntil(keepAll(event.data)));

async function keepAll({ page, files = [] }) {
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
    const kept = await (await caches.open(PAGES)).match(key(url));
    return kept ? aged(kept) : Response.error();
  }
}

async function asset(event, url) {
  const kept = await (await caches.open(ASSETS)).match(url.href);
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
