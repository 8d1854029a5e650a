// Small things a page does beyond links. Each works, or is not there, without.
import { styled } from "./_style.ts";

const notice = document.querySelector<HTMLElement>(".notice");
let clearing: number | undefined;

// say tells what has been done, to who sees and who hears.
function say(text = "") {
  if (!notice) return;
  styled(() => (notice.textContent = text));
  clearTimeout(clearing);
  clearing = setTimeout(() => (notice.textContent = ""), 5000);
}

function plainClick(event: MouseEvent) {
  return event.button === 0 && !event.ctrlKey && !event.metaKey && !event.shiftKey && !event.altKey;
}

for (const button of document.querySelectorAll("[data-print]")) {
  button.addEventListener("click", () => print());
}

// Copying an address, or how to cite it (GB/T 7714): a row's own, or the page's.
async function copy(text: string, said?: string) {
  await navigator.clipboard.writeText(text);
  say(said);
}

// quoted is how to cite a row or the page, with today's date as that of access.
function quoted(form: string, row: string, link: HTMLAnchorElement | null, own: string) {
  const now = new Date(), two = (n: number) => String(n).padStart(2, "0");
  const today = [now.getFullYear(), two(now.getMonth() + 1), two(now.getDate())].join("-");
  const text = form.replace("{row}", () => row && `: ${row}`).replace("{today}", today);
  return link ? text.replace(/\S+$/, () => new URL(link.getAttribute("href")!, own).href) : text;
}
if (navigator.clipboard) {
  document.addEventListener("click", (event) => {
    const link = (event.target as Element).closest<HTMLAnchorElement>("a.permalink");
    if (!link || !plainClick(event)) return;
    event.preventDefault();
    copy(link.href, notice?.dataset.copied).catch(() => location.assign(link.href));
    const row = link.closest("tr[id], section[id]");
    if (row) history.replaceState(history.state, "", `#${row.id}`);
  });
  const own = document.querySelector<HTMLLinkElement>("link[rel=canonical]")?.href ?? location.href;
  for (const button of document.querySelectorAll<HTMLElement>("[data-copy]")) {
    button.addEventListener("click", () => copy(button.dataset.copy || own, notice?.dataset.copied).catch(() => {}));
    button.hidden = false;
  }
  document.addEventListener("click", (event) => {
    const button = (event.target as Element).closest<HTMLButtonElement>("[data-quote] [data-quote]");
    if (!button) return;
    const form = button.closest<HTMLElement>("article")!.dataset.quote!, name = button.querySelector("span")?.textContent!.slice(1);
    const link = button.parentElement!.querySelector<HTMLAnchorElement>("a.permalink");
    copy(quoted(form, name ?? button.value, link, own), notice?.dataset.quoted).catch(() => {});
  });
  for (const button of document.querySelectorAll<HTMLElement>("button[data-quote]")) button.hidden = false;
}
if ("share" in navigator) {
  for (const button of document.querySelectorAll<HTMLElement>("[data-share]")) {
    button.addEventListener("click", () => navigator.share({ title: document.title, url: location.href }).catch(() => {}));
    button.hidden = false;
  }
}

// The box of what can be passed on closes when the focus goes on to what it
// would cover. A question before leaving the site comes back to it.
for (const box of document.querySelectorAll<HTMLDetailsElement>("details.share")) {
  box.addEventListener("focusout", ({ relatedTarget: next }) => {
    if (next instanceof Element && !box.contains(next) && !next.closest("dialog")) box.open = false;
  });
  document.addEventListener("click", ({ target }) => {
    if (!box.contains(target as Node) && !(target as Element).closest("dialog")) box.open = false;
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !box.open || event.defaultPrevented || document.querySelector("dialog[open]")) return;
    box.open = false;
    box.querySelector("summary")!.focus();
  });
}

// Before a link leads to another site, a dialog says so; the portal of the
// central government is not another one (《政府网站发展指引》).
const leaving = document.querySelector<HTMLDialogElement>("dialog.leaving");
if (leaving && "showModal" in leaving) {
  document.addEventListener("click", (event) => {
    const link = (event.target as Element).closest<HTMLAnchorElement>("a[href]");
    if (!link || !plainClick(event) || !/^https?:$/.test(link.protocol) || link.host === location.host || link.hostname === "www.gov.cn") return;
    event.preventDefault();
    leaving.querySelector("[translate=no]")!.textContent = link.host;
    leaving.returnValue = "";
    leaving.onclose = () => leaving.returnValue === "go" && location.assign(link.href);
    styled(() => leaving.showModal());
  });
}

// The tools of a table are fetched when somebody reaches for them, or the
// address says what was chosen.
const tools = document.querySelector<HTMLDetailsElement>(".table-tools");
if (tools) {
  const load = () => import("./table.ts").then((table) => table.start(tools));
  if ([...new URLSearchParams(location.search).keys()].some((name) => name !== "view")) {
    load().then((asked) => (tools.open ||= asked));
  } else {
    tools.addEventListener("toggle", load, { once: true });
  }
}
