// Prints the medians of reports on one page that Lighthouse wrote as JSON into the files given.
const reports = process.argv.slice(2).map((file) => JSON.parse(require("fs").readFileSync(file)));
const median = (of) => reports.map(of).sort((a, b) => a - b)[reports.length >> 1];
const scores = Object.keys(reports[0].categories).map((id) => `${id} ${Math.round(100 * median((r) => r.categories[id].score))}`);
const values = [["LCP", "largest-contentful-paint", 0, " ms"], ["TBT", "total-blocking-time", 0, " ms"], ["CLS", "cumulative-layout-shift", 3, ""]].map(
  ([name, id, digits, unit]) => `${name} ${median((r) => r.audits[id].numericValue).toFixed(digits)}${unit}`,
);
console.log([new URL(reports[0].finalDisplayedUrl).pathname, ...scores, ...values].join(" · "));
