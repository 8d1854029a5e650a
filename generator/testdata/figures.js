// The value is how many figures and signs of the open page stand beside a
// Chinese character, and which of them are not as wide as they are when no
// engine may add space to text.
(() => {
  const run = /\p{Script=Han}?[!-~]+\p{Script=Han}?/gu;
  const figures = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    for (const match of walker.currentNode.data.matchAll(run)) {
      const range = document.createRange();
      range.setStart(walker.currentNode, match.index);
      range.setEnd(walker.currentNode, match.index + match[0].length);
      if (range.getClientRects().length) figures.push({ text: match[0], range });
    }
  }
  const width = ({ range }) => [...range.getClientRects()].reduce((sum, box) => sum + box.width, 0);
  const painted = figures.map(width);
  const unspaced = new CSSStyleSheet();
  unspaced.replaceSync("* { text-autospace: no-autospace !important }");
  document.adoptedStyleSheets = [unspaced];
  const wrong = figures.flatMap((figure, i) => {
    const want = width(figure);
    return Math.abs(painted[i] - want) > 0.1 ? [`${figure.text} is ${painted[i]} wide, not ${want}`] : [];
  });
  document.adoptedStyleSheets = [];
  return { count: figures.length, wrong };
})()
