// What the pages do beyond links. Everything works without it.
import "./_display.ts";
import "./_variants.ts";
import "./_page.ts";
import "./_search/reach.ts";
import "./_offline.ts";

// Until here the mark says "on": scripts may run (first.inline.js).
document.documentElement.dataset.script = "ready";
