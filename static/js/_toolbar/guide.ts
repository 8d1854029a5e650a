// Lines that follow the pointer and a large caption of what it rests on. They
// are drawn over the page, take no clicks and say nothing to screen readers,
// which read the text itself.
import type { Display } from "../_display.ts";

const TEXTS = "h1, h2, h3, h4, p, li, dt, dd, td, th, caption, figcaption, summary, label, button, a, select";

export class Guide {
  display: Display;
  layer?: HTMLElement;
  caption?: HTMLElement;

  constructor(display: Display) {
    this.display = display;
    addEventListener("pointermove", (event) => this.move(event.clientX, event.clientY), { passive: true });
    for (const name of ["pointerover", "focusin"]) document.addEventListener(name, (event) => this.read(event.target));
    document.addEventListener("focusin", (event) => {
      const box = (event.target as Element).getBoundingClientRect();
      this.move(box.left, box.bottom);
    });
  }

  // show puts on the page what has been chosen.
  show() {
    const guide = this.display.get("guide");
    if (!guide) {
      this.layer?.remove();
      this.layer = undefined;
    } else {
      this.layer ??= this.add("guide");
      this.layer.dataset.guide = guide;
    }
    if (!this.display.get("caption")) {
      this.caption?.remove();
      this.caption = undefined;
    } else {
      this.caption ??= this.add("caption-bar");
    }
  }

  add(name: string) {
    const element = document.createElement("div");
    element.className = name;
    element.setAttribute("aria-hidden", "true");
    document.body.append(element);
    return element;
  }

  move(x: number, y: number) {
    this.layer?.style.setProperty("--x", `${x}px`);
    this.layer?.style.setProperty("--y", `${y}px`);
  }

  read(target: EventTarget | null) {
    const block = this.caption && target instanceof Element && target.closest<HTMLElement>(TEXTS);
    if (this.caption && block) this.caption.textContent = block.innerText.trim().slice(0, 200);
  }
}
