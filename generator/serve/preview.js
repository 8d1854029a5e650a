// The script of live reload. After a build without errors it reloads the page if the
// page has changed, and scrolls to the first changed part. Error messages are shown
// over the last good page, as in the terminal, until a build has none.
const CHANGED_PART = "preview-place";
let version;
let panel;
let loaded = fetchPage();

function show(messages) {
  panel?.remove();
  panel = null;
  if (!messages) return;
  panel = document.createElement("aside");
  panel.setAttribute("role", "alert");
  panel.className = "preview-faults";
  Object.assign(panel.style, {
    position: "fixed", inset: "auto 0 0 0", zIndex: 99, maxHeight: "70vh", overflow: "auto", padding: "1rem 1.5rem",
    background: "#2b0b08", color: "#fff", borderTop: "4px solid #ff8a7a", fontSize: "1rem",
  });
  const text = document.createElement("pre");
  Object.assign(text.style, { margin: 0, whiteSpace: "pre-wrap", font: "1rem/1.6 ui-monospace, 'Noto Sans Mono CJK SC', monospace" });
  text.textContent = messages;
  panel.append(text);
  document.body.append(panel);
}

// fetchPage resolves to the current page of the server, or null.
function fetchPage() {
  return new Promise((resolve) => {
    const request = new XMLHttpRequest();
    request.open("GET", location.pathname);
    request.responseType = "document";
    request.onloadend = () => resolve(request.response);
    request.send();
  });
}

// changedPart returns the id of the innermost part whose text has changed.
function changedPart(old, now) {
  const differs = (part) => part.textContent !== old.getElementById(part.id)?.textContent;
  return [...now.querySelectorAll("main [id]")].find((part) => differs(part) && ![...part.querySelectorAll("[id]")].some(differs))?.id;
}

// checksum returns the checksum of a page as the server made it.
const checksum = (page) => page.querySelector("script[data-page]")?.dataset.page;

async function reload() {
  const [old, now] = await Promise.all([loaded, fetchPage()]);
  if (now && checksum(now) === checksum(document)) return;
  const id = old && now && changedPart(old, now);
  if (id) sessionStorage.setItem(CHANGED_PART, id);
  history.scrollRestoration = id ? "manual" : "auto"; // browsers restore the old position by default
  location.reload();
}

const id = sessionStorage.getItem(CHANGED_PART);
if (id) {
  sessionStorage.removeItem(CHANGED_PART);
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
  if (state.version !== version && !state.messages) {
    version = state.version;
    show("");
    reload();
  } else {
    show(state.messages);
    if (state.messages) reload(); // the complete build found errors after the page was reloaded
  }
};
addEventListener("pagehide", () => events.close());
