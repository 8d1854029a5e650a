// Prints the scores of a report that Lighthouse writes as JSON.
const { finalDisplayedUrl, categories, audits } = JSON.parse(require("fs").readFileSync(0));
const scores = Object.values(categories).map((c) => `${c.id} ${Math.round(100 * c.score)}`);
const values = ["largest-contentful-paint", "total-blocking-time", "cumulative-layout-shift"].map((name) => `${audits[name].title} ${audits[name].displayValue}`);
console.log([new URL(finalDisplayedUrl).pathname, ...scores, ...values].join(" · "));
