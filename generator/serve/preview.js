// A page of the preview hears what became of each build: after a good one it
// loads again, and the browser keeps its place; faults are shown over the last
// good page, as they stand in the terminal, until they are mended.
let version;
let panel;

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

const events = new EventSource(new URL("_events", import.meta.url));
events.onmessage = ({ data }) => {
  const state = JSON.parse(data);
  version ??= state.version;
  if (state.version !== version && !state.faults) location.reload();
  else show(state.faults);
};
addEventListener("pagehide", () => events.close());
