// Small things a page does beyond links. Each works, or is not there, without.
import { styled } from "./_style.js";

const notice = document.querySelector(".notice");
let clearing;

// say tells what has been done, to who sees and who hears.
function say(text) {
  if (!notice) return;
  styled(() => (notice.textContent = text));
  clearTimeout(clearing);
  clearing = setTimeout(() => (notice.textContent = ""), 5000);
}

function plainClick(event) {
  return event.button === 0 && !event.ctrlKey && !event.metaKey && !event.shiftKey && !event.altKey;
}

for (const button of document.querySelectorAll("[data-print]")) {
  button.addEventListener("click", () => print());
}

// Copying an address: a row's own, or the page's.
async function copy(address) {
  await navigator.clipboard.writeText(address);
  say(notice.dataset.copied);
}
if (navigator.clipboard) {
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a.permalink");
    if (!link || !plainClick(event)) return;
    event.preventDefault();
    copy(link.href).catch(() => location.assign(link.href));
    const row = link.closest("tr[id], section[id]");
    if (row) history.replaceState(history.state, "", `#${row.id}`);
  });
  const own = document.querySelector("link[rel=canonical]")?.href ?? location.href;
  for (const button of document.querySelectorAll("[data-copy]")) {
    button.addEventListener("click", () => copy(own).catch(() => {}));
    button.hidden = false;
  }
}
if (navigator.share) {
  for (const button of document.querySelectorAll("[data-share]")) {
    button.addEventListener("click", () => navigator.share({ title: document.title, url: location.href }).catch(() => {}));
    button.hidden = false;
  }
}

// The box of what can be passed on closes when the focus goes on to what it
// would cover. A question before leaving the site comes back to it.
for (const box of document.querySelectorAll("details.share")) {
  box.addEventListener("focusout", ({ relatedTarget: next }) => {
    if (next && !box.contains(next) && !next.closest("dialog")) box.open = false;
  });
}

// Before a link leads to another site, a dialog says so; the portal of the
// central government is not another one (《政府网站发展指引》).
const leaving = document.querySelector("dialog.leaving");
if (leaving?.showModal) {
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[rel~=external]");
    if (!link || !plainClick(event) || !/^https?:$/.test(link.protocol) || link.hostname === "www.gov.cn") return;
    event.preventDefault();
    leaving.querySelector("[translate=no]").textContent = link.host;
    leaving.returnValue = "";
    leaving.onclose = () => leaving.returnValue === "go" && location.assign(link.href);
    styled(() => leaving.showModal());
  });
}

// The tools of a table are fetched when somebody reaches for them, or the
// address says what was chosen.
const tools = document.querySelector(".table-tools");
if (tools) {
  const load = () => import("./table.js").then((table) => table.start(tools));
  if (/[?&](text|unit|category|status|sort)=/.test(location.search)) {
    tools.open = true;
    load();
  } else {
    tools.addEventListener("toggle", load, { once: true });
  }
}
