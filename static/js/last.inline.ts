// Stands at the end of every page. Its script comes after what is to be read: it
// starts when something has been painted, or after as many frames as that may
// ever take. Standing here, this also keeps the page from being "loaded" before
// its style is there: browsers then lay it out to look for forms, for nothing.
let frames = 0;
function start() {
  const painted = performance.getEntriesByName("first-contentful-paint").length > 0 || ++frames > 120;
  painted ? import(document.body.dataset.src!) : requestAnimationFrame(start);
}
requestAnimationFrame(start);
