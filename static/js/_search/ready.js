// The engine, opened once for a page. After a failure the next call tries again.
import { open } from "./engine.js";

export const pause = 120; // ms without a key before the results follow, without scrolling before the place is kept
export const slow = 400; // ms after which a reader is told that an answer takes time

let engine;

// ready returns the engine of the variant whose entry file has an address.
export function ready(entry) {
  engine ??= open(entry.href).catch((error) => {
    engine = undefined;
    throw error;
  });
  return engine;
}
