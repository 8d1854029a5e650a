// The look of the pages as a reader has chosen it: kept in the browser, put on
// the root element, where the style sheet takes it from. The script in the
// head of each page does the same before it is painted.
import { styled } from "./_style.ts";

// A Display is that look, and who wants to know when it changes.
export interface Display {
  get(name: string): string;
  set(name: string, value: string | number): void;
  onChange(listener: () => void): void;
}

const key = "gongshi-display";
const root = document.documentElement;
const listeners: (() => void)[] = [];
let look = kept();

// Private windows may refuse storage: then the choice holds for this page.
function kept(): Record<string, string> {
  try {
    return JSON.parse(localStorage.getItem(key) ?? "") || {};
  } catch {
    return {};
  }
}

function get(name: string) {
  return look[name] ?? "";
}

// set changes one choice; an empty value takes it back.
function set(name: string, value: string | number) {
  if (value) look[name] = String(value);
  else delete look[name];
  try {
    localStorage.setItem(key, JSON.stringify(look));
  } catch {}
  show(name, value);
  for (const listener of listeners) listener();
}

// show puts a choice on the page.
function show(name: string, value: string | number) {
  if (name === "size") root.style.fontSize = value ? `${value}%` : "";
  else if (value) root.dataset[name] = String(value);
  else delete root.dataset[name];
  if (name === "bar") root.style.setProperty("--bar", `${value || 0}px`);
}

// renew shows what has been chosen elsewhere: in another tab, or on a page from which one
// comes back to this one as it was. How high the toolbar is, each page knows itself.
function renew() {
  const before = look;
  look = { ...kept(), bar: before.bar };
  const changed = Object.keys({ ...before, ...look }).filter((name) => look[name] !== before[name]);
  for (const name of changed) show(name, get(name));
  if (changed.length) for (const listener of listeners) listener();
}
addEventListener("storage", (event) => event.key === key && renew());
addEventListener("pageshow", (event) => event.persisted && renew());

const display: Display = { get, set, onChange: (listener) => listeners.push(listener) };

// The three sizes of letters beside the title.
const sizes = document.querySelector(".sizes");
function showSize() {
  for (const button of sizes!.querySelectorAll("button")) {
    button.setAttribute("aria-pressed", String(Number(button.value) === Number(get("size") || 100)));
  }
}
if (sizes) {
  sizes.addEventListener("click", (event) => {
    const button = (event.target as Element).closest("button");
    if (button) set("size", button.value === "100" ? "" : Number(button.value));
  });
  display.onChange(showSize);
  showSize();
}

// The two views: chosen on the spot, where the page is.
document.querySelector(".site-tools")?.addEventListener("click", (event) => {
  const view = /^\?view=(elder|standard)$/.exec((event.target as Element).closest("a")?.getAttribute("href") ?? "");
  if (!view || (event as MouseEvent).ctrlKey || (event as MouseEvent).metaKey || (event as MouseEvent).shiftKey) return;
  event.preventDefault();
  set("view", view[1]);
  document.querySelector<HTMLElement>(`.elder-${view[1] === "elder" ? "off" : "on"} a`)?.focus(); // the link pressed has gone
});

// The toolbar is a part of the help page, in its words; elsewhere it is
// fetched from there when it is asked for, or was open on the page before.
const opener = document.querySelector<HTMLAnchorElement>(".toolbar-open");
let starting: Promise<{ open(): void } | null> | null;

function fetchToolbar(address: string) {
  return new Promise<HTMLElement>((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("GET", address);
    request.responseType = "document";
    request.onload = () => {
      const found = request.response?.getElementById("display");
      found ? resolve(document.adoptNode(found)) : reject(new Error("no toolbar"));
    };
    request.onerror = reject;
    request.send();
  });
}

function start(opener: HTMLAnchorElement) {
  const here = document.getElementById("display");
  starting ??= Promise.all([here ?? fetchToolbar(opener.href), import("./toolbar.ts"), styled()])
    .then(([section, toolbar]) => toolbar.start(section, display, !here))
    .catch(() => (starting = null));
  return starting;
}

if (opener) {
  opener.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return; // a new tab or window
    event.preventDefault();
    start(opener).then((toolbar) => (toolbar ? toolbar.open() : location.assign(opener.href)));
  });
  if (get("bar") || document.getElementById("display")) start(opener);
}
if (get("pointer")) styled(); // the large one is drawn there
