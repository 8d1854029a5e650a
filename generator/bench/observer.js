// Runs before a page's own scripts. It tells when the results of a query are
// shown: #search-results is not busy and names the query.
window.benchSearch = (() => {
  const list = () => document.getElementById("search-results");
  const complete = (query) => {
    const l = list();
    return l && l.getAttribute("aria-busy") === "false" && l.dataset.query === query;
  };
  let wanted = null;
  new MutationObserver(() => {
    if (wanted && complete(wanted.query)) {
      wanted.resolve(performance.now());
      wanted = null;
    }
  }).observe(document, { subtree: true, attributeFilter: ["aria-busy", "data-query"] });

  const shown = (query) => new Promise((resolve) => {
    if (complete(query)) resolve(performance.now());
    else wanted = { query, resolve };
  });
  // The address of each result, as it stands: its path and fragment.
  const links = () => [...list().querySelectorAll(":scope > li")].flatMap((row) => {
    const link = row.querySelector("a[href]");
    return link ? [decodeURI(link.pathname + link.hash)] : [];
  });
  const first = new URLSearchParams(location.search).get("q");
  const opened = first ? shown(first) : null;

  return {
    // The query of the address: milliseconds since the navigation began.
    async opened() {
      const at = await opened;
      return { total: at, links: links() };
    },
    // A query typed into the page and sent with Enter: milliseconds since then.
    async entered(query) {
      const input = document.querySelector("main input[name=q]");
      input.value = query;
      const start = performance.now();
      const end = shown(query);
      input.form.requestSubmit();
      const at = await end;
      return { total: at - start, links: links() };
    },
  };
})();
