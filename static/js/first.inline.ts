// Stands in every page and runs before it is painted: the look that a reader
// has chosen (static/js/_display.ts writes it down). The address wins for the
// view, so that the view for older readers can be sent to somebody; it leaves the
// address when it is kept, or it would win again over what is chosen later.
const root = document.documentElement;
const key = "gongshi-display";
let look: Record<string, string> = {};
try {
  look = JSON.parse(localStorage.getItem(key) ?? "") || {};
} catch {}
const asked = new URLSearchParams(location.search);
const view = asked.get("view");
if (view === "elder" || view === "standard") {
  look.view = view;
  try {
    localStorage.setItem(key, JSON.stringify(look));
    asked.delete("view");
    history.replaceState(history.state, "", location.pathname + (asked + "" && "?" + asked) + location.hash);
  } catch {}
}
root.dataset.script = "on";
for (const name of ["view", "scheme", "lines", "plain", "pointer", "bar"]) {
  if (look[name]) root.dataset[name] = look[name];
}
if (look.size) root.style.fontSize = `${look.size}%`;
if (look.bar) root.style.setProperty("--bar", `${look.bar}px`);
