// The search page. What it shows follows from its address alone; a new query,
// page, order or filter is a new address. While one types, results are shown
// before the address changes, which it does when the field is left.
import { address, filtered, read, type State } from "./address.ts";
import { combobox } from "./combobox.ts";
import { element } from "./element.ts";
import type { Result } from "./engine.ts";
import type { Counts } from "./facets.ts";
import * as filters from "./filters.ts";
import * as hits from "./hits.ts";
import { paging, part, size } from "./pages.ts";
import { pause, ready, slow } from "./ready.ts";
import * as said from "./said.ts";
import type { Suggestion } from "./suggest.ts";
import { type Word, wordsOf } from "./words.ts";

const suggestions = 6;

// The parts of the page that change with what is asked, of the class "search-" and the name.
const names = ["help", "results", "status", "note", "filters", "sort", "chosen", "answer", "advice", "pages"] as const;

// Asking is what has been asked of the engine: see ask.
type Asking = Awaited<ReturnType<typeof ask>>;

class SearchPage {
  root = document.querySelector<HTMLElement>(".search-page")!;
  form = document.querySelector<HTMLFormElement>("main .search-form")!;
  field: HTMLInputElement = this.form.q;
  word = wordsOf(document);
  title = document.title;
  parts = Object.fromEntries(names.map((name) => [name, this.root.querySelector(".search-" + name)])) as Record<(typeof names)[number], HTMLElement>;
  heading = this.root.querySelector<HTMLElement>("#search-heading")!;
  unasked = this.heading.textContent;
  list = this.root.querySelector<HTMLOListElement>("#search-results")!;
  combobox = combobox(this.field, () => this.typed());
  turn = 0; // counts what was asked: only the last answer is shown
  shown: string | null = null; // the address whose results are shown or on their way
  place = 0; // where the page has been scrolled to
  top?: number; // where it is to be scrolled to
  result?: Result;
  state!: State;
  timer?: number;
  settling?: number;

  // first is what has been asked before the page was there, if anything.
  constructor(public first: Promise<Asking> | null) {
    document.querySelector(".search-needs")?.remove();
    this.root.hidden = false;
    engineHere().catch(() => {}); // told when something is asked
    this.form.append(this.combobox.list);
    this.form.addEventListener("submit", (event) => this.submitted(event));
    this.field.addEventListener("change", () => this.combobox.composing() || this.go(this.typedAddress()));
    this.list.addEventListener("click", () => this.go(this.typedAddress())); // so that the way back leads to these results
    this.form.addEventListener("focusout", () => this.combobox.close());
    document.addEventListener("click", (event) => this.clicked(event));
    this.parts.filters.addEventListener("toggle", () => this.offer());
    this.parts.filters.addEventListener("change", (event) => this.go(filters.changed(event.target as HTMLInputElement, this.state)));
    addEventListener("popstate", (event) => this.follow(event));
    addEventListener("pagehide", () => this.keepPlace());
    // When a query is sent, the browser would have to lay the page out to say it.
    addEventListener("scroll", () => this.scrolled(), { passive: true });
    // There the filters stand beside the results (css/_results.css).
    (this.parts.filters as HTMLDetailsElement).open = matchMedia("(min-width: 80rem)").matches;
    history.scrollRestoration = "manual"; // results come after the browser would scroll
    startKey(this.root.querySelector(".search-key")!);
    this.follow();
    delete document.documentElement.dataset.search; // from now on, this page says what is shown
  }

  // follow shows what the address asks for, and after a way back or forth, where
  // the reader left it.
  follow(event?: PopStateEvent) {
    clearTimeout(this.settling);
    const state = read(location.search);
    if (address(state) !== this.shown) this.top = history.state?.top ?? (event?.isTrusted ? 0 : undefined);
    if (!this.combobox.composing() && this.field.value.trim() !== state.query) this.field.value = state.query;
    return this.show(state);
  }

  // go makes an address the page's own. Everything that depends on it hears
  // of it as if the reader had gone there by the back button.
  go(search: string) {
    if (search === address(read(location.search)) || (!location.search && !read(search).query)) return;
    this.keepPlace();
    history.pushState(null, "", search);
    dispatchEvent(new PopStateEvent("popstate"));
  }

  // scrolled keeps the place once it has settled: what the reader leaves by the
  // back button is told only when it is no longer the page's own.
  scrolled() {
    this.place = scrollY;
    clearTimeout(this.settling);
    this.settling = setTimeout(() => this.keepPlace(), pause);
  }

  keepPlace() {
    if (this.place !== (history.state?.top ?? 0)) history.replaceState({ top: this.place }, "");
  }

  typedAddress() {
    const query = this.field.value.trim();
    const state = read(location.search);
    return address(query === state.query ? state : { ...state, query, literal: false, page: 1 });
  }

  typed() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      this.show(read(this.typedAddress()));
      this.suggest();
    }, pause);
  }

  async suggest() {
    const text = this.field.value.trim();
    const engine = await engineHere().catch(() => null);
    const list = text && engine ? await engine.suggest(text, suggestions).catch((): Suggestion[] => []) : [];
    if (text !== this.field.value.trim() || document.activeElement !== this.field || this.combobox.composing()) return;
    const others = list.filter((suggestion) => suggestion.text !== text);
    const options = others.map(({ text: query }) => element("a", { href: address({ ...read(location.search), query, literal: false, page: 1 }) }, query));
    this.combobox.fill([{ name: this.word("words"), options }]);
  }

  submitted(event: Event) {
    event.preventDefault();
    clearTimeout(this.timer);
    this.combobox.close();
    const search = this.typedAddress();
    this.go(search);
    this.show(read(search));
    if (matchMedia("(pointer: coarse)").matches) this.field.blur(); // the keyboard would cover the results
  }

  // clicked follows links of the page to itself without loading it again.
  clicked(event: MouseEvent) {
    const link = (event.target as Element).closest?.("a[href^='?']");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey || event.button !== 0) return;
    event.preventDefault();
    clearTimeout(this.timer);
    this.combobox.close();
    this.go(link.getAttribute("href")!);
    if (link.closest(".search-form")) return;
    this.heading.scrollIntoView();
    this.heading.focus({ preventScroll: true });
  }

  // show asks the engine and shows its answer, unless it is shown already.
  async show(state: State) {
    const search = address(state);
    if (search === this.shown) return;
    this.shown = search;
    const turn = ++this.turn;
    this.parts.help.hidden = state.query !== "";
    this.parts.results.hidden = state.query === "";
    if (!state.query) return this.clear();
    this.list.setAttribute("aria-busy", "true");
    if (!this.result) this.wipe();
    const late = setTimeout(() => turn === this.turn && (this.parts.status.textContent = this.word("busy")), slow);
    try {
      const coming = this.first ?? ask(state);
      this.first = null;
      const found = await coming;
      if (turn === this.turn) this.draw(state, { ...found, word: this.word });
    } catch (error) {
      if (turn === this.turn) this.fail(state, error);
    } finally {
      clearTimeout(late);
    }
    if (turn === this.turn) this.offer();
  }

  draw(state: State, context: Asking & { word: Word }) {
    const { result, shown, found, passages, card } = context;
    this.name(state);
    this.result = result;
    this.parts.status.textContent = said.count(state, result, shown, this.word);
    this.parts.note.replaceChildren(...said.notes(state, result, this.word));
    this.parts.answer.hidden = !card;
    if (card) hits.answer(this.parts.answer, card);
    this.list.replaceChildren(...hits.list(found, passages, shown.from, context));
    this.list.start = shown.from + 1;
    this.settle(state.query);
    this.parts.advice.hidden = result.hits.length > 0 || filtered(state);
    paging(this.parts.pages, shown, state, this.word);
    this.order(state);
    filters.chosen(this.parts.chosen, state, {}, this.word);
    this.parts.filters.hidden = result.total < 2 && !filtered(state);
    this.parts.sort.hidden = result.total < 2;
    if (this.top !== undefined) scrollTo(0, this.top);
    this.top = undefined;
  }

  // name says what the page is about from now on.
  name(state: State) {
    this.state = state;
    document.title = this.word("title", { query: said.shown(state.query), title: this.title });
    this.heading.textContent = this.word("heading", { query: said.shown(state.query) });
  }

  // wipe takes away all that was said of another query.
  wipe() {
    this.result = undefined;
    this.parts.status.textContent = this.word("busy");
    this.parts.note.replaceChildren();
    this.list.replaceChildren();
    for (const part of [this.parts.answer, this.parts.advice, this.parts.pages, this.parts.sort, this.parts.filters, this.parts.chosen]) part.hidden = true;
  }

  settle(query: string) {
    this.list.dataset.query = query;
    this.list.setAttribute("aria-busy", "false");
  }

  order(state: State) {
    for (const link of this.parts.sort.querySelectorAll("a")) {
      const sort = link.dataset.sort;
      link.setAttribute("href", address({ ...state, sort, page: 1 }));
      sort === state.sort ? link.setAttribute("aria-current", "true") : link.removeAttribute("aria-current");
    }
  }

  // offer draws the filters once somebody opens them or has set one. Counts
  // are a file of their own: without it the results still stand.
  async offer() {
    if (!this.result || (!(this.parts.filters as HTMLDetailsElement).open && !filtered(this.state))) return;
    const { result, state } = this;
    const facets = await engineHere().then((engine) => engine.facets(result)).catch((): Counts => ({}));
    if (result !== this.result) return;
    filters.offer(this.parts.filters.lastElementChild as HTMLElement, state, facets, this.word);
    filters.chosen(this.parts.chosen, state, facets, this.word);
  }

  clear() {
    document.title = this.title;
    this.heading.textContent = this.unasked;
    this.wipe();
    this.settle("");
  }

  fail(state: State, error: unknown) {
    const retry = async () => {
      this.shown = null;
      await this.show(state); // the button goes with the next thing asked
      if (document.activeElement !== document.body) return;
      (this.parts.note.querySelector("button") ?? this.heading).focus({ preventScroll: true }); // the button pressed has gone
    };
    const { text, button } = said.failure(error, retry, this.word);
    this.name(state);
    this.wipe();
    this.parts.status.textContent = text;
    this.parts.note.replaceChildren(button);
    this.shown = null;
    this.settle(state.query);
  }
}

// startKey lets people who press keys by accident switch off the key "/".
function startKey(box: HTMLInputElement) {
  const name = "gongshi-search-key";
  try {
    box.checked = localStorage.getItem(name) !== "off";
    box.addEventListener("change", () => (box.checked ? localStorage.removeItem(name) : localStorage.setItem(name, "off")));
  } catch {
    box.closest("label")!.hidden = true; // nothing could be remembered
  }
}

// Some hosts serve the page without the slash at its end, too.
const engineHere = (query?: string) => ready(new URL("entry.json", location.origin + location.pathname.replace(/\/[^/.]+$/, "$&/")), query);

// ask asks the engine for the results of a state: those that are shown of them, with
// their texts, and the best one of a question.
async function ask(state: State) {
  const engine = await engineHere(state.query), { sort, literal } = state;
  const result = await engine.search(state.query, { filters: state.filters, sort, literal, from: (state.page - 1) * size });
  const shown = part(state.page, result.hits.length);
  const found = result.hits.slice(shown.from, shown.to);
  // The answer to a question is one of the first hits, also on the pages that follow.
  const [passages, card] = await Promise.all([engine.passages(found.map((hit) => hit.id)), engine.card(result)]);
  return { engine, result, shown, found, passages, card };
}

// startPage asks for what the address wants, at once, and makes the page ready.
export async function startPage() {
  const state = read(location.search), first = state.query ? ask(state) : null;
  first?.catch(() => {}); // errors are told when they are to be shown
  await parsed();
  new SearchPage(first);
}

// parsed waits for the whole page.
const parsed = () => document.readyState === "loading" && new Promise((resolve) => document.addEventListener("readystatechange", resolve, { once: true }));
