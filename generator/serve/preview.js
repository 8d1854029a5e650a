// A page of the preview hears what became of each build. After a good one it
// asks whether it is another page now; if so it loads again and shows the first
// place that has changed, else the browser keeps its place. Faults are shown
// over the last good page, as they stand in the terminal, until they are mended.
const PLACE = "preview-place";
let version;
let panel;
let before = fetchPage();

function show(faults) {
  panel?.remove();
  panel = null;
  if (!faults) return;
  panel = document.createElement("aside");
  panel.setAttribute("role", "alert");
  panel.className = "preview-faults";
  Object.assign(panel.style, {
    position: "fixed", inset: "auto 0 0 0", zIndex: 99, maxHeight: "70vh", overflow: "auto", padding: "1rem 1.5rem",
    background: "#2b0b08", color: "#fff", borderTop: "4px solid #ff8a7a", fontSize: "1rem",
  });
  const text = document.createElement("pre");
  Object.assign(text.style, { margin: 0, whiteSpace: "pre-wrap", font: "1rem/1.6 ui-monospace, 'Noto Sans Mono CJK SC', monospace" });
  text.textContent = faults;
  panel.append(text);
  document.body.append(panel);
}

// fetchPage is the page as the server has it now, or null.
function fetchPage() {
  return new Promise((resolve) => {
    const request = new XMLHttpRequest();
    request.open("GET", location.pathname);
    request.responseType = "document";
    request.onloadend = () => resolve(request.response);
    request.send();
  });
}

// place is the id of the smallest part with one that has another text now.
function place(old, now) {
  const differs = (part) => part.textContent !== old.getElementById(part.id)?.textContent;
  return [...now.querySelectorAll("main [id]")].find((part) => differs(part) && ![...part.querySelectorAll("[id]")].some(differs))?.id;
}

// made names what a page is made of.
const made = (page) => page.querySelector("script[data-page]")?.dataset.page;

async function renew() {
  const [old, now] = await Promise.all([before, fetchPage()]);
  if (now && made(now) === made(document)) return;
  const id = old && now && place(old, now);
  if (id) sessionStorage.setItem(PLACE, id);
  history.scrollRestoration = id ? "manual" : "auto"; // by itself the browser goes back to where it was
  location.reload();
}

const id = sessionStorage.getItem(PLACE);
if (id) {
  sessionStorage.removeItem(PLACE);
  const part = document.getElementById(id);
  const { top, bottom } = part?.getBoundingClientRect() ?? { top: 0, bottom: 0 };
  if (top < 0 || bottom > innerHeight) part.scrollIntoView({ block: "center" });
}

const address = new URL("_events", import.meta.url);
address.searchParams.set("page", decodeURIComponent(location.pathname));
const events = new EventSource(address);
events.onmessage = ({ data }) => {
  const state = JSON.parse(data);
  version ??= state.version;
  if (state.version !== version && !state.faults) {
    version = state.version;
    show("");
    renew();
  } else {
    show(state.faults);
    if (state.faults) renew(); // where only the whole site has shown them
  }
};
addEventListener("pagehide", () => events.close());
