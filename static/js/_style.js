// The style of what only scripts show (css/tools.css) stands in the page
// switched off. styled switches it on and waits until it is there, or is known
// not to come.
const sheet = document.querySelector("link[rel=stylesheet][disabled]");
let coming;

export function styled() {
  coming ??= new Promise((resolve) => {
    if (!sheet?.disabled) return resolve();
    sheet.addEventListener("load", resolve);
    sheet.addEventListener("error", resolve);
    sheet.disabled = false;
  });
  return coming;
}
