// The dialog on every page: while one types, it offers words and the first
// results. Its form leads to the search page, which shows them all.
import { address } from "./address.ts";
import { combobox } from "./combobox.ts";
import { element, excerpt, marked } from "./element.ts";
import type { Engine, Result, Shown } from "./engine.ts";
import { together } from "./hits.ts";
import { pause, ready, slow } from "./ready.ts";
import * as said from "./said.ts";
import type { Suggestion } from "./suggest.ts";
import { fetchWords } from "./words.ts";

const suggestions = 4;
const rows = 5;
const small = "(max-width: 40rem)"; // screens: there results come first
const rowLength = 60; // characters of a result's goal

// startDialog begins to answer in a dialog that is open already, perhaps with
// text in its field.
export async function startDialog(dialog: HTMLDialogElement, composing: boolean) {
  const form = dialog.querySelector<HTMLFormElement>(".search-form")!;
  const field: HTMLInputElement = form.q, entry = new URL("entry.json", form.action);
  ready(entry).catch(() => {}); // told when something is asked
  const word = await fetchWords(form);
  const status = element("p", { class: "search-status", role: "status" });
  const note = element("div", { class: "search-note" });
  const more = element("p");
  const link = (query: string, text = query) => element("a", { href: form.action + address({ query }) }, text);
  let turn = 0;
  let timer: number | undefined;

  async function show() {
    const query = field.value.trim();
    const mine = ++turn;
    const current = () => mine === turn && !box.composing();
    if (!query) return blank();
    const late = setTimeout(() => current() && (status.textContent = word("busy")), slow);
    try {
      const engine = await ready(entry);
      const [words, result] = await Promise.all([engine.suggest(query, suggestions).catch((): Suggestion[] => []), engine.search(query, {})]);
      const passages = await engine.passages(result.hits.slice(0, rows).map((hit) => hit.id));
      if (!current()) return;
      const sections = [
        { name: word("words"), options: words.filter(({ text }) => text !== query).map(({ text }) => link(text)) },
        { name: word("rows"), options: together(passages, result.total).map((i) => row(passages[i], engine, result)) },
      ];
      box.fill(matchMedia(small).matches ? sections.reverse() : sections);
      tell(query, result);
    } catch (error) {
      if (!current()) return;
      const { text, button } = said.failure(error, again, word);
      blank(text, button);
    } finally {
      clearTimeout(late);
    }
  }

  function again() {
    field.focus();
    more.replaceChildren(); // the button goes
    status.textContent = word("busy");
    show();
  }

  function tell(query: string, result: Result) {
    const state = { query, filters: {} };
    const count = said.count(state, result, { last: 1 }, word), found = result.hits.length;
    status.replaceChildren(found > 0 && found <= rows ? link(query, count) : count);
    note.replaceChildren(...said.notes(state, result, word, form.action));
    more.replaceChildren(...(found > rows ? [link(query, word("all", { n: found }))] : []));
  }

  // blank takes away what was said, and says something else.
  function blank(text = "", ...ways: Node[]) {
    box.fill([]);
    status.textContent = text;
    note.replaceChildren();
    more.replaceChildren(...ways);
  }

  function typed() {
    clearTimeout(timer);
    timer = setTimeout(show, pause);
  }

  const box = combobox(field, typed, composing);
  // A result on this very page stands behind the dialog.
  box.list.addEventListener("click", (event) => {
    const link = (event.target as Element).closest("a");
    if (link?.pathname === location.pathname && !event.ctrlKey && !event.metaKey && !event.shiftKey) dialog.close();
  });
  form.after(note, box.list, element("div", { class: "search-foot" }, status, more));
  if (!composing) show();
}

// row leads to a result.
function row(passage: Shown, engine: Engine, result: Result) {
  const goal = passage.heading || passage.text;
  return element(
    "a",
    { href: passage.url },
    element("span", null, marked(passage.title, engine.marks(passage.title, result))),
    goal ? element("span", { class: "search-goal" }, excerpt(engine.snippet(goal, result, rowLength))) : null,
  );
}
