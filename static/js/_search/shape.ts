// Characters that look alike: who types by strokes, writes with a finger or copies what
// a machine has read takes one for the other.

import { shapeFile, type Store } from "./store.ts";

// Shapes lead from a character to those of the texts that look like it.
export type Shapes = Map<string, string[]>;

// readShapes reads groups parted by spaces; of each the characters in front of the
// slash stand in the texts, and all may be typed.
function readShapes(groups: string): Shapes {
  const shapes: Shapes = new Map();
  for (const group of groups.split(" ")) {
    const [held, others = ""] = group.split("/");
    for (const c of held + others) {
      const list = shapes.get(c) ?? [];
      for (const like of held) {
        if (like !== c && !list.includes(like)) list.push(like);
      }
      shapes.set(c, list);
    }
  }
  return shapes;
}

// loadShapes reads them from their file, which only corrections need.
export async function loadShapes(store: Store): Promise<Shapes> {
  await store.load([shapeFile], readShapes);
  return store.file(shapeFile);
}
