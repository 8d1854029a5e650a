// The engine, opened once for a page. After a failure the next call tries again.
import { type Engine, open } from "./engine.ts";
import { isRare } from "./text.ts";

export const pause = 120; // ms without a key before the results follow, without scrolling before the place is kept
export const slow = 400; // ms after which a reader is told that an answer takes time

let engine: Promise<Engine> | undefined;

// ready returns the engine of the variant whose entry file has an address.
export function ready(entry: URL, query = ""): Promise<Engine> {
  engine ??= open(entry, { rare: isRare(query) }).catch((error) => {
    engine = undefined;
    throw error;
  });
  return engine;
}
