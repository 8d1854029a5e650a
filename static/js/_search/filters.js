// The filters: how many results each value would leave, which are set, and the
// way to change them. Their state is the address of the page.
import { address, filtered, groups } from "./address.js";
import { element } from "./element.js";

// change returns the address with a value of a group set or not.
function change(state, group, value, on) {
  const values = state.filters[group].filter((v) => v !== value);
  return address({ ...state, page: 1, filters: { ...state.filters, [group]: on ? [...values, value] : values } });
}

// labelOf is the name of a value for a reader.
function labelOf(group, { value, label }, word) {
  return (group === "kind" && word("kind-" + value)) || label || value;
}

// The values of a group that are set stand in it even if they leave nothing.
function valuesOf(group, facets, state) {
  const known = (facets[group] ?? []).map((facet) => ({ ...facet, value: String(facet.value) }));
  const missing = state.filters[group].filter((value) => !known.some((facet) => facet.value === value));
  return [...known, ...missing.map((value) => ({ value, label: value, count: 0 }))];
}

// chosen lists the filters that are set, each as a link that takes it away.
export function chosen(list, state, facets, word) {
  const items = groups.flatMap((group) =>
    valuesOf(group, facets, state)
      .filter(({ value }) => state.filters[group].includes(value))
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
function option(group, facet, word) {
  const box = element("input", { type: "checkbox", name: group, value: facet.value });
  return element("label", { class: "search-check" }, box, element("span", null, labelOf(group, facet, word), element("span")));
}

// offer draws the groups into a box. Options that stand there already are kept,
// so that the one just pressed does not lose the focus.
export function offer(box, state, facets, word) {
  if (box.dataset.query !== state.query) box.replaceChildren();
  box.dataset.query = state.query;
  for (const group of groups) {
    const values = valuesOf(group, facets, state);
    let set = box.querySelector(`fieldset[name=${group}]`);
    if (!set) {
      set = element("fieldset", { name: group }, element("legend", null, word("filter-" + group)), element("div"));
      box.append(set);
    }
    const kept = new Map([...set.querySelectorAll("input")].map((input) => [input.value, input.closest("label")]));
    for (const label of kept.values()) label.hidden = true;
    for (const facet of values) {
      const label = kept.get(facet.value) ?? option(group, facet, word);
      if (!label.parentNode) set.lastChild.append(label);
      label.hidden = false;
      label.querySelector("input").checked = state.filters[group].includes(facet.value);
      label.querySelector("span span").textContent = word("count", { n: facet.count });
    }
    set.hidden = values.length === 0 || (values.length === 1 && state.filters[group].length === 0);
  }
}

// changed is the address that a checkbox leads to.
export function changed(box, state) {
  return change(state, box.name, box.value, box.checked);
}
