// Sets window.keyboard, by which a test walks a page with the key Tab: controls
// are what a mouse can use, stops what the key has reached. Runs with the
// command-line API, which knows the listeners of an element.
(() => {
  const native = "a, area[href], button, input:not([type=hidden]), select, textarea, summary, [onclick], [role=button], [role=link]";
  const shown = (e) => e.checkVisibility({ visibilityProperty: true }) && e.getClientRects().length > 0 && !e.closest("[inert], :disabled");
  const pointed = (e) => getComputedStyle(e).cursor === "pointer" && getComputedStyle(e.parentElement).cursor !== "pointer";
  const controls = [...document.body.querySelectorAll("*")].filter(
    (e) => shown(e) && (e.matches(native) || pointed(e) || getEventListeners(e).click?.length),
  );
  const stops = [];
  const named = (e) => `${e.localName}.${e.className} ${(e.getAttribute("aria-label") ?? e.name ?? "") || e.textContent.trim().slice(0, 12)}`;

  // hidden tells what lies over an element, or that it is out of the window.
  function hidden(e) {
    const caption = document.querySelector(".caption-bar:not(:empty)")?.getBoundingClientRect(); // lets the pointer through
    for (const box of e.getClientRects()) {
      if (box.width < 2 || box.height < 2) continue;
      const x = box.left + box.width / 2;
      for (const y of [box.top + 1, box.top + box.height / 2, box.bottom - 1]) {
        const top = document.elementFromPoint(x, y);
        if (!top) return "out of the window";
        if (caption && y > caption.top) return "under the caption";
        if (!e.contains(top) && !top.contains(e)) return `under ${named(top)}`;
      }
    }
    return "";
  }

  window.keyboard = {
    // step looks at what has the focus: done when the walk is back where it began.
    step() {
      const e = document.activeElement;
      if (!e || e === document.body || stops.includes(e)) return { done: true };
      stops.push(e);
      if (e.matches(".share summary")) e.parentElement.open = true; // as the key Enter does
      const fault = hidden(e);
      return { done: false, fault: fault && `${named(e)} is ${fault}` };
    },
    // end returns how many stops there were, and the controls without one.
    end() {
      const twin = (e) => e.matches("a[tabindex='-1']") && stops.some((stop) => stop.href === e.href); // a part of a chart, said in words too
      const missed = controls.filter((e) => shown(e) && !twin(e) && !stops.some((stop) => stop.contains(e) || e.contains(stop))).map(named);
      return { stops: stops.splice(0).length, missed };
    },
  };
  return true;
})()
