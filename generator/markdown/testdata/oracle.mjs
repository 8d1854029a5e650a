// Renders Markdown with markdown-it and markdown-it-cjk-friendly.
//
//   node oracle.mjs <node_modules folder>
//
// Reads one JSON string a line from standard input and writes one JSON string
// of HTML a line to standard output, in the same order; the first line it
// writes is an object with the versions in use. Only paragraphs and the inline
// constructs that matter beside emphasis are on.

import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";

const modules = resolve(process.argv[2]);
const load = (file) => import(pathToFileURL(`${modules}/${file}`).href);
const version = (name) =>
  JSON.parse(readFileSync(`${modules}/${name}/package.json`, "utf8")).version;

const { default: MarkdownIt } = await load("markdown-it/dist/markdown-it.mjs");
const { default: cjkFriendly } = await load("markdown-it-cjk-friendly/dist/index.js");

const md = new MarkdownIt("zero")
  .enable(["emphasis", "strikethrough", "backticks", "escape", "entity", "newline", "link", "image"])
  .use(cjkFriendly);

const names = ["markdown-it", "markdown-it-cjk-friendly", "get-east-asian-width"];
const answers = [Object.fromEntries(names.map((name) => [name, version(name)]))];
for (const line of readFileSync(0, "utf8").split("\n")) {
  if (line) answers.push(md.render(JSON.parse(line)));
}
process.stdout.write(answers.map((answer) => JSON.stringify(answer) + "\n").join(""));
