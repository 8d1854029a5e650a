// The service worker keeps what has been read for when there is no network.
// Its address is the one the only policy of trusted types allows.
declare global {
  // Not known to all browsers, and not yet to TypeScript.
  var trustedTypes: { createPolicy(name: string, rules: { createScriptURL(url: string): string }): { createScriptURL(url: string): string } } | undefined;
}

const address = new URL("../sw.js", import.meta.url);

function trusted() {
  const make = { createScriptURL: (url: string) => (url === address.href ? url : "") };
  return globalThis.trustedTypes?.createPolicy("gongshi", make).createScriptURL(address.href) ?? address.href;
}

// The pages that a reader without network needs: the one that says what is kept, and the
// one with the toolbar.
const needed = [document.querySelector<HTMLElement>(".offline")?.dataset.page, document.querySelector<HTMLAnchorElement>(".toolbar-open")?.pathname]
  .flatMap((path) => (path ? new URL(path, location.origin).href : []));

// The first page was fetched before there was a worker: it is told what to keep,
// also of what is still on its way.
function tellFirst({ active }: ServiceWorkerRegistration) {
  if (!active) return;
  active.postMessage({ page: location.href });
  new PerformanceObserver((list) => active.postMessage({ files: list.getEntries().map(({ name }) => name) })).observe({ type: "resource", buffered: true });
}

async function register() {
  const first = !navigator.serviceWorker.controller;
  await navigator.serviceWorker.register(trusted());
  const registration = await navigator.serviceWorker.ready;
  registration.active?.postMessage({ needed });
  if (first) tellFirst(registration);
}

// The search cannot be kept whole, so its page does not ask for the worker, either.
if ("serviceWorker" in navigator && !document.querySelector(".search-page")) {
  const begin = () => register().catch(() => {});
  document.readyState === "complete" ? begin() : addEventListener("load", begin);
}
