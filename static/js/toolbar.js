// The toolbar for readers who need other letters, colours or a voice. It is
// loaded when it is opened, or was open on the page before; its words are those
// of its markup, its choices are kept by _display.js.
import { Guide } from "./_toolbar/guide.js";
import { Reader } from "./_toolbar/reader.js";

const STEPS = [100, 125, 150, 175, 200, 250, 300]; // per cent

// start brings a toolbar to life and shows it, at the top of the page if it
// has been fetched for it.
export function start(section, display, fetched) {
  const form = section.querySelector("form");
  const status = section.querySelector(".toolbar-status");
  const say = (name) => (status.textContent = name ? status.dataset[name] : "");
  const guide = new Guide(display);
  const reader = new Reader(display, {
    missing: () => say("missing"),
    changed(reading, pointing) {
      form.elements.read.setAttribute("aria-pressed", String(reading));
      form.elements.point.setAttribute("aria-pressed", String(pointing));
      say(reading ? "reading" : pointing ? "pointing" : "");
    },
  });

  const next = (select) => {
    select.selectedIndex = (select.selectedIndex + 1) % select.options.length;
    choose(select);
  };
  const step = (by) => {
    const now = Number(display.get("size")) || 100;
    const at = STEPS.findIndex((size) => size >= now);
    const size = STEPS[Math.min(STEPS.length - 1, Math.max(0, at + by))];
    display.set("size", size === 100 ? "" : size);
  };
  const actions = {
    read: () => reader.toggle(),
    point: () => reader.togglePointing(),
    stop: () => reader.stop(),
    smaller: () => step(-1),
    larger: () => step(1),
    reset() {
      reader.stop();
      for (const name of ["size", "lines", "scheme", "plain", "view", "guide", "pointer", "caption", "rate"]) display.set(name, "");
    },
    close: () => close(),
  };
  const keys = {
    KeyL: "read", KeyP: "point", KeyS: "stop", ArrowUp: "larger", ArrowDown: "smaller", KeyR: "reset", KeyX: "close",
    KeyC: () => next(form.elements.scheme),
    KeyG: () => next(form.elements.guide),
    KeyT: () => form.elements.plain.click(),
  };

  function choose(field) {
    const value = field.type === "checkbox" && !field.checked ? "" : field.value;
    display.set(field.name, value);
  }
  function show() {
    for (const field of form.querySelectorAll("select, input")) {
      if (field.type === "checkbox") field.checked = display.get(field.name) === field.value;
      else field.value = display.get(field.name);
    }
    form.elements.percent.value = `${display.get("size") || 100}%`;
    guide.show();
    measure();
  }
  // The room the toolbar takes is kept, so that the next page leaves it free
  // before it is painted.
  let measured = 0;
  function measure() {
    if (!fetched || !section.isConnected || section.hidden || measured === section.offsetHeight) return;
    measured = section.offsetHeight;
    display.set("bar", measured);
  }
  function open() {
    section.hidden = false;
    measure();
    section.querySelector("h2").focus();
  }
  function close() {
    reader.stop();
    if (fetched) {
      section.hidden = true;
      display.set("bar", "");
      measured = 0;
    }
    document.querySelector(".toolbar-open")?.focus();
  }

  form.addEventListener("click", (event) => actions[event.target.closest("button")?.name]?.());
  form.addEventListener("change", (event) => choose(event.target));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    close();
  });
  addEventListener("keydown", (event) => {
    if (section.hidden || !event.altKey || !event.shiftKey || event.ctrlKey || event.metaKey) return;
    const action = keys[event.code];
    if (!action) return;
    event.preventDefault();
    typeof action === "string" ? actions[action]() : action();
  });
  display.onChange(show);
  form.hidden = false;
  section.querySelector(".toolbar-off").remove();
  if (fetched) {
    section.classList.add("toolbar-bar");
    document.querySelector(".skip-link").after(section);
    new ResizeObserver(measure).observe(section);
  }
  show();
  return { open };
}
