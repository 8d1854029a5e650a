// The toolbar for readers who need other letters, colours or a voice. It is
// loaded when it is opened, or was open on the page before; its words are those
// of its markup, its choices are kept by _display.ts.
import type { Display } from "./_display.ts";
import { Guide } from "./_toolbar/guide.ts";
import { Reader } from "./_toolbar/reader.ts";

const STEPS = [100, 125, 150, 175, 200, 250, 300]; // per cent

// start brings a toolbar to life and shows it, at the top of the page if it
// has been fetched for it.
export function start(section: HTMLElement, display: Display, fetched: boolean) {
  const form = section.querySelector("form")!;
  const field = <T = HTMLInputElement>(name: string) => form.elements.namedItem(name) as T;
  const status = section.querySelector<HTMLElement>(".toolbar-status")!;
  const say = (name: string) => (status.textContent = status.dataset[name] ?? "");
  const guide = new Guide(display);
  const reader = new Reader(display, {
    missing: () => say("missing"),
    changed(reading, pointing) {
      field("read").setAttribute("aria-pressed", String(reading));
      field("point").setAttribute("aria-pressed", String(pointing));
      say(reading ? "reading" : pointing ? "pointing" : "");
    },
  });

  const next = (select: HTMLSelectElement) => {
    select.selectedIndex = (select.selectedIndex + 1) % select.options.length;
    choose(select);
  };
  const step = (by: number) => {
    const now = Number(display.get("size")) || 100;
    const at = STEPS.findIndex((size) => size >= now);
    const size = STEPS[Math.min(STEPS.length - 1, Math.max(0, at + by))];
    display.set("size", size === 100 ? "" : size);
  };
  const actions: Record<string, () => void> = {
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
  const keys: Record<string, string | (() => void)> = {
    KeyL: "read", KeyP: "point", KeyS: "stop", ArrowUp: "larger", ArrowDown: "smaller", KeyR: "reset", KeyX: "close",
    KeyC: () => next(field("scheme")),
    KeyG: () => next(field("guide")),
    KeyT: () => field("plain").click(),
  };

  function choose(field: HTMLInputElement | HTMLSelectElement) {
    const value = field instanceof HTMLInputElement && field.type === "checkbox" && !field.checked ? "" : field.value;
    display.set(field.name, value);
  }
  function show() {
    for (const field of form.querySelectorAll<HTMLSelectElement | HTMLInputElement>("select, input")) {
      if (field instanceof HTMLInputElement && field.type === "checkbox") field.checked = display.get(field.name) === field.value;
      else field.value = display.get(field.name);
    }
    field<HTMLOutputElement>("percent").value = `${display.get("size") || 100}%`;
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
    section.querySelector("h2")!.focus();
  }
  function close() {
    reader.stop();
    if (fetched) {
      section.hidden = true;
      display.set("bar", "");
      measured = 0;
    }
    document.querySelector<HTMLElement>(".toolbar-open")?.focus();
  }

  form.addEventListener("click", (event) => actions[(event.target as Element).closest("button")?.name ?? ""]?.());
  form.addEventListener("change", (event) => choose(event.target as HTMLInputElement));
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
  section.querySelector(".toolbar-off")!.remove();
  if (fetched) {
    section.classList.add("toolbar-bar");
    document.querySelector(".skip-link")!.after(section);
    new ResizeObserver(measure).observe(section);
  }
  show();
  return { open };
}
