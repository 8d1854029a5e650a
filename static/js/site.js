// What the pages do beyond links. Everything works without it.
import "./_display.js";
import "./_editions.js";
import "./_page.js";
import "./_search/reach.js";
import "./_offline.js";
import { styled } from "./_style.js";

// The page of the search has its own style and asks for this when it needs it.
// Before it is there, the mark says "on": scripts may run (first.inline.js).
const ready = document.body.dataset.src ? styled() : Promise.resolve();
ready.then(() => (document.documentElement.dataset.script = "ready"));
