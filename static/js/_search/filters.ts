// The filters: how many results each value would leave, which are set, and the
// way to change them. Their state is the address of the page.
import { address, filtered, type Group, groups, type State } from "./address.ts";
import { element } from "./element.ts";
import type { Counts, Value } from "./facets.ts";
import type { Word } from "./words.ts";

const set = ({ filters }: State, group: Group) => filters[group] ?? [];

// change returns the address with a value of a group set or not.
function change(state: State, group: Group, value: string, on: boolean) {
  const values = set(state, group).filter((v) => v !== value);
  return address({ ...state, page: 1, filters: { ...state.filters, [group]: on ? [...values, value] : values } });
}

// labelOf is the name of a value for a reader.
function labelOf(group: Group, { value }: Value, word: Word) {
  return (group === "kind" && word("kind-" + value)) || value;
}

// The values of a group that are set stand in it even if they leave nothing.
function valuesOf(group: Group, facets: Counts, state: State): Value[] {
  const known = facets[group] ?? [];
  const missing = set(state, group).filter((value) => !known.some((facet) => facet.value === value));
  return [...known, ...missing.map((value) => ({ value, count: 0 }))];
}

// chosen lists the filters that are set, each as a link that takes it away.
export function chosen(list: HTMLElement, state: State, facets: Counts, word: Word) {
  const items = groups.flatMap((group) =>
    valuesOf(group, facets, state)
      .filter(({ value }) => set(state, group).includes(value))
      .map((facet) => {
        const name = word("filter", { group: word("filter-" + group), value: labelOf(group, facet, word) });
        const hidden = element("span", { class: "visually-hidden" }, word("remove"));
        return element("a", { href: change(state, group, facet.value, false) }, hidden, name);
      }),
  );
  if (items.length > 1) items.push(element("a", { href: address({ ...state, page: 1, filters: {} }) }, word("clear")));
  list.replaceChildren(...items.map((item) => element("li", null, item)));
  list.hidden = !filtered(state);
}

// option is a checkbox with its name and count.
function option(group: Group, facet: Value, word: Word) {
  const box = element("input", { type: "checkbox", name: group, value: facet.value });
  return element("label", { class: "search-check" }, box, element("span", null, labelOf(group, facet, word), element("span")));
}

// offer draws the groups into a box. Options that stand there already are kept,
// so that the one just pressed does not lose the focus.
export function offer(box: HTMLElement, state: State, facets: Counts, word: Word) {
  if (box.dataset.query !== state.query) box.replaceChildren();
  box.dataset.query = state.query;
  for (const group of groups) {
    const values = valuesOf(group, facets, state);
    let fields = box.querySelector<HTMLFieldSetElement>(`fieldset[name=${group}]`);
    if (!fields) {
      fields = element("fieldset", { name: group }, element("legend", null, word("filter-" + group)), element("div"));
      box.append(fields);
    }
    const kept = new Map([...fields.querySelectorAll("input")].map((input) => [input.value, input.closest("label")!]));
    for (const label of kept.values()) label.hidden = true;
    for (const facet of values) {
      const label = kept.get(facet.value) ?? option(group, facet, word);
      if (!label.parentNode) fields.lastElementChild!.append(label);
      label.hidden = false;
      label.querySelector("input")!.checked = set(state, group).includes(facet.value);
      label.querySelector("span span")!.textContent = word("count", { n: facet.count });
    }
    fields.hidden = values.length === 0 || (values.length === 1 && set(state, group).length === 0);
  }
  box.parentElement!.hidden = !box.querySelector("fieldset:not([hidden])");
}

// changed is the address that a checkbox leads to.
export function changed(box: HTMLInputElement, state: State) {
  return change(state, box.name as Group, box.value, box.checked);
}
