// The engine, opened once for a page. After a failure the next call tries again.
import { open } from "./engine.js";

let engine;

// ready returns the engine of an edition, whose files lie beside its search page.
export function ready(searchPage) {
  engine ??= open(new URL("entry.json", searchPage).href).catch((error) => {
    engine = undefined;
    throw error;
  });
  return engine;
}
