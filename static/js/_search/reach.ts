// The way to the search from any page: the link in the header and the key "/"
// open a dialog. Nothing else of the search is loaded before somebody reaches
// for it; where it cannot be loaded, link and form lead to the search page.
import { styled } from "../_style.ts";

const link = document.querySelector<HTMLAnchorElement>(".search-open");
const dialog = document.querySelector<HTMLDialogElement>(".search-dialog");
const form = (dialog ?? document).querySelector<HTMLFormElement>(".search-form");
const field: HTMLInputElement | undefined = form?.q;
let composing = false;
let loading: Promise<unknown> | null;

// load fetches at once what the dialog needs first: its script, the entry file
// of the engine, and the search page for its words. The search page itself
// brings all this with it.
function load() {
  if (!dialog || !form || loading) return;
  styled();
  for (const name of ["entry.json", ""]) {
    const preload = document.createElement("link");
    Object.assign(preload, { rel: "preload", as: "fetch", crossOrigin: "anonymous", href: new URL(name, form.action) });
    document.head.append(preload);
  }
  loading = import("../search.ts").then((search) => search.startDialog(dialog, composing)).catch(() => (loading = null));
}

function choose() {
  field?.focus();
  field?.select();
}

function reach() {
  if (!dialog) return choose();
  load();
  styled(() => {
    if (!dialog.open) dialog.showModal();
    choose();
  });
}

// Some people speak or press keys by accident: the key can be switched off.
function keyIsOff() {
  try {
    return localStorage.getItem("gongshi-search-key") === "off";
  } catch {
    return false;
  }
}

function onKey(event: KeyboardEvent) {
  const busy = event.defaultPrevented || event.isComposing || event.ctrlKey || event.metaKey || event.altKey;
  if (event.key !== "/" || busy || document.querySelector("dialog[open]") || keyIsOff()) return;
  if ((event.target as Element).closest("input:not([type=checkbox]), textarea, select, [contenteditable]")) return;
  event.preventDefault();
  reach();
}

// A search field with text in it would take the key to empty itself.
function onEscape(event: KeyboardEvent) {
  if (event.key !== "Escape" || event.defaultPrevented || event.isComposing) return;
  event.preventDefault();
  dialog?.close();
}

function onClick(event: MouseEvent | KeyboardEvent) {
  if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return; // a new tab or window
  event.preventDefault();
  reach();
}

if (link && field && (!dialog || "showModal" in dialog)) {
  if (dialog) {
    link.setAttribute("role", "button");
    link.setAttribute("aria-haspopup", "dialog");
    dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());
    dialog.addEventListener("keydown", onEscape);
  }
  link.addEventListener("click", onClick);
  link.addEventListener("keydown", (event) => event.key === " " && onClick(event));
  link.addEventListener("pointerenter", load);
  link.addEventListener("focus", load);
  field.addEventListener("compositionstart", () => (composing = true));
  field.addEventListener("compositionend", () => (composing = false));
  addEventListener("keydown", onKey);
}
