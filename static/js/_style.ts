// The style of what only scripts show (css/tools.css) stands in the page
// switched off: to switch it on costs a look at every element, so it is left
// until something needs it, but fetched before.
const sheet = document.querySelector<HTMLLinkElement>("link[rel=stylesheet][disabled]");
let there = !sheet;
let coming: Promise<unknown> | undefined;

function come(sheet: HTMLLinkElement) {
  return new Promise((resolve) => {
    for (const end of ["load", "error"]) sheet.addEventListener(end, resolve);
    sheet.disabled = false;
  }).then(() => (there = true));
}

// styled does something once that style is there or is known not to come: at
// once, if it can, since browsers open a keyboard only for what a hand has done.
export function styled(act: () => unknown = () => {}) {
  if (there || !sheet) return act();
  return (coming ??= come(sheet)).then(act);
}

if (sheet) fetch(sheet.href, { priority: "low" }).catch(() => {});
