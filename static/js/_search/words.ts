// The words of the search stand in the search page, where every script of the
// site has its own (layouts/partials/search-words.html).

// A Word says a sentence in the words of the page.
export type Word = (name: string, values?: { [place: string]: string | number }) => string;

// wordsOf returns a function from the name of a sentence and the values for
// its places in braces to the text.
export function wordsOf(page: Document): Word {
  const sentences = new Map<string | undefined, string>();
  for (const line of page.querySelector<HTMLTemplateElement>(".search-words")!.content.children as HTMLCollectionOf<HTMLElement>) {
    sentences.set(line.dataset.word, line.textContent ?? "");
  }
  return (name, values = {}) => (sentences.get(name) ?? "").replace(/\{(\w+)\}/g, (_, key: string) => String(values[key] ?? ""));
}

// fetchWords reads them for a page that is not the search page. The request
// parses the page itself: no text is turned into markup here.
export function fetchWords(form: HTMLFormElement) {
  return new Promise<Word>((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("GET", form.action);
    request.responseType = "document";
    request.onload = () => {
      const page = request.response;
      page?.querySelector(".search-words") ? resolve(wordsOf(page)) : reject(new Error("no words"));
    };
    request.onerror = () => reject(new Error("network"));
    request.send();
  });
}
