// The switch between scripts. Its links lead to the same page; this keeps the
// place in the page and the search as well, and remembers the choice, which is
// shown beside the link and never acted upon by itself.
const key = "gongshi-script";
const menu = document.querySelector<HTMLElement>(".variants");
const links = menu ? [...menu.querySelectorAll<HTMLAnchorElement>("a[hreflang]")] : [];

// Private windows may refuse storage: then nothing is remembered.
function remembered() {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

function remember(script: string) {
  try {
    localStorage.setItem(key, script);
  } catch {}
}

function keepPlace() {
  for (const link of links) {
    link.search = location.search;
    link.hash = location.hash;
  }
}

for (const link of links) {
  link.addEventListener("click", () => remember(link.hreflang));
  if (link.hreflang === remembered() && !link.hasAttribute("aria-current")) {
    link.dataset.hint = menu?.dataset.hint;
  }
}
for (const name of ["pointerdown", "focusin"]) menu?.addEventListener(name, keepPlace); // scripts change the address, too
addEventListener("hashchange", keepPlace);
addEventListener("popstate", keepPlace);
keepPlace();
