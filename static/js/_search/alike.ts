// Characters that sound or look alike: who types by sound or by strokes, writes with a
// finger or copies what a machine has read takes one for the other.

import { pinyinFile, shapeFile, type Store } from "./store.ts";

// Lists are by character: its syllables, or the characters of the texts that look like it.
export type Lists = Map<string, string[]>;

function listed(pairs: string[][]): Lists {
  const lists: Lists = new Map();
  for (const [c, value] of pairs) {
    const list = lists.get(c) ?? [];
    if (!list.includes(value)) list.push(value);
    lists.set(c, list);
  }
  return lists;
}

// loadReadings reads the syllables of characters.
export const loadReadings = (store: Store): Promise<Lists> =>
  store.read(pinyinFile, (table: { [syllable: string]: string }) => listed(Object.entries(table).flatMap(([syllable, chars]) => Array.from(chars, (c) => [c, syllable]))));

// likes reads a group: the characters in front of the slash stand in the texts, and all
// may be typed.
function likes(group: string) {
  const [held, others = ""] = group.split("/");
  return [...held + others].flatMap((c) => [...held].filter((like) => like !== c).map((like) => [c, like]));
}

// loadShapes reads what looks alike from a file that only corrections need.
export const loadShapes = (store: Store): Promise<Lists> => store.read(shapeFile, (groups: string) => listed(groups.split(" ").flatMap(likes)));
