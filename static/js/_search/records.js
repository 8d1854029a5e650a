// The passages as they are shown: generator/search/texts.go describes their
// files, which are in the first script for all.
import { damaged } from "./store.js";

const unitsField = 6, writtenFields = [2, 3, unitsField, 7, 8, 9, 10], moreField = 11;

// newRecords reads records for a script, by number; home is the path of the
// script's variant.
export function newRecords(script, home) {
  const characters = new Map(), done = new Map();

  // write writes a text of the first script in this one: differences are pairs
  // of a place and the character there, or the whole text.
  function write(text, differences) {
    if (typeof differences[0] === "string") return differences[0];
    const list = Array.from(text, (c) => characters.get(c) || c);
    for (let i = 0; i < differences.length; i += 2) {
      if (!(differences[i] in list)) throw damaged("text");
      list[differences[i]] = differences[i + 1];
    }
    return list.join("");
  }

  function read(record) {
    const fields = [...record];
    fields[unitsField] = (fields[unitsField] || []).join("、");
    if (script > 0) {
      const more = new Map(((record[moreField] || [])[script - 1] || []).map(([field, ...differences]) => [field, differences]));
      for (const i of writtenFields) fields[i] = write(fields[i], more.get(i) || []);
    }
    const [path, kind, title, report, year, date, unit, status, heading, text, facts] = fields;
    return { url: home + path, kind, title, report, year, date, unit, status, heading, text, facts };
  }

  return {
    learn(pairs) {
      const list = [...pairs];
      for (let i = 0; i < list.length; i += 2) characters.set(list[i], list[i + 1]);
    },

    written(record) {
      if (!done.has(record)) done.set(record, read(record));
      return done.get(record);
    },
  };
}
