// A text field with a list of options, after the combobox pattern of WAI-ARIA
// 1.2: the field keeps the focus, arrow keys move through the list, the value
// stays what was typed. Options are links, so that they open in a new tab, too.
import { element } from "./element.ts";

// A Section is a named group of options.
interface Section {
  name: string;
  options: HTMLAnchorElement[];
}

// combobox turns a field into one. changed is called when its text has
// changed, but never while an input method is composing.
export function combobox(field: HTMLInputElement, changed: () => void, isComposing = false) {
  const list = element("div", { class: "search-list", role: "listbox", id: "search-list", tabindex: -1, hidden: "" });
  let composing = isComposing;
  let active: HTMLAnchorElement | null = null;
  const form = field.form!;
  let dismissed = false; // until something is typed

  function activate(option?: HTMLAnchorElement | null) {
    active?.setAttribute("aria-selected", "false");
    active = option ?? null;
    if (!active) return field.removeAttribute("aria-activedescendant");
    active.setAttribute("aria-selected", "true");
    active.scrollIntoView({ block: "nearest" });
    field.setAttribute("aria-activedescendant", active.id);
  }

  function open(yes: boolean) {
    list.hidden = !yes;
    field.setAttribute("aria-expanded", String(yes));
    if (!yes) activate(null);
  }

  // fill replaces the options, which are put into named groups. The chosen one
  // stays chosen if it is still there.
  function fill(sections: Section[]) {
    const chosen = active?.href;
    const options = sections.flatMap((section) => section.options);
    options.forEach((option, i) => {
      for (const [name, value] of [["id", "search-option-" + i], ["role", "option"], ["tabindex", "-1"], ["aria-selected", "false"]]) option.setAttribute(name, value);
    });
    list.replaceChildren(
      ...sections
        .filter((section) => section.options.length > 0)
        .map((section) => element("div", { role: "group", "aria-label": section.name }, section.options)),
    );
    list.setAttribute("aria-label", sections.map((section) => section.name).join(" "));
    open(options.length > 0 && !dismissed);
    activate(options.find((option) => option.href === chosen));
  }

  // move goes through the options and, between the last and the first, the field.
  function move(step: number) {
    const stops = [null, ...list.querySelectorAll<HTMLAnchorElement>("[role=option]")];
    activate(stops[(stops.indexOf(active) + step + stops.length) % stops.length]);
  }

  function onArrow(event: KeyboardEvent) {
    if (event.shiftKey || event.ctrlKey || event.metaKey || !list.firstChild) return;
    event.preventDefault();
    const down = event.key === "ArrowDown";
    if (event.altKey) return open(down);
    if (list.hidden) open(true);
    move(down ? 1 : -1);
  }

  function onKey(event: KeyboardEvent) {
    // The keys of an input method. Safari tells of its Enter by the code 229 alone.
    if (composing || event.isComposing || event.keyCode === 229) {
      if (event.key === "Enter") event.preventDefault();
      return;
    }
    if (event.key === "ArrowDown" || event.key === "ArrowUp") return onArrow(event);
    if (event.key === "Escape" && !list.hidden) {
      event.preventDefault();
      dismissed = true;
      open(false);
    } else if (["ArrowLeft", "ArrowRight", "Home", "End"].includes(event.key)) {
      activate(null);
    }
  }

  // Enter sends the form, unless it is for the input method or an option.
  function onSubmit(event: Event) {
    if (!composing && !active) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (!composing) active?.click();
  }

  function typed() {
    dismissed = false;
    activate(null); // Enter is for what stands in the field
    changed();
  }

  function compose(yes: boolean) {
    composing = yes;
    if (!yes) typed();
  }

  for (const [name, value] of Object.entries({ role: "combobox", "aria-autocomplete": "list", "aria-controls": list.id, "aria-expanded": false })) {
    field.setAttribute(name, String(value));
  }
  field.addEventListener("keydown", onKey);
  form.addEventListener("submit", onSubmit);
  form.addEventListener("pointerdown", (event) => list.contains(event.target as Node) || activate(null));
  field.addEventListener("compositionstart", () => compose(true));
  field.addEventListener("compositionend", () => compose(false));
  field.addEventListener("input", (event) => composing || (event as InputEvent).isComposing || typed());
  list.addEventListener("click", () => activate(null)); // the way back may lead to this very list
  list.addEventListener("mousedown", (event) => event.preventDefault()); // the field keeps the focus
  return { list, fill, close: () => open(false), composing: () => composing };
}
