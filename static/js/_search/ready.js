// The engine, opened once for a page. After a failure the next call tries again.
import { open } from "./engine.js";

let engine;

// ready returns the engine of the form's edition: its files lie beside the
// search page that the form leads to.
export function ready(form) {
  engine ??= open(new URL("entry.json", form.action).href).catch((error) => {
    engine = undefined;
    throw error;
  });
  return engine;
}
