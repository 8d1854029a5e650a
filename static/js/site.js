// What the pages do beyond links. Everything works without it.
import "./_display.js";
import "./_variants.js";
import "./_page.js";
import "./_search/reach.ts";
import "./_offline.js";

// Until here the mark says "on": scripts may run (first.inline.js).
document.documentElement.dataset.script = "ready";
