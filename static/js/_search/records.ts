// The passages as they are shown: generator/search/texts.go describes their
// files, which are in the first script for all.
import { damaged } from "./store.ts";

const unitsField = 4, writtenFields = [2, unitsField, 5, 6, 7, 8], moreField = 9;

// A Record is a passage as it lies in a file.
export type Record = any[];

// A Passage is a passage as it is shown.
export interface Passage {
  url: string;
  kind: string;
  title: string;
  report: string;
  year: number;
  date: string;
  unit: string;
  status: string;
  heading: string;
  text: string;
  facts: string;
}

type Differences = (number | string)[];

// newRecords reads records for a script, by number; home is the path of the
// script's variant.
export function newRecords(script: number, home: string) {
  const characters = new Map<string, string>();

  // write writes a text of the first script in this one: differences are pairs
  // of a place and the character there, or the whole text.
  function write(text: string, differences: Differences) {
    if (typeof differences[0] === "string") return differences[0];
    const list = Array.from(text, (c) => characters.get(c) || c);
    for (let i = 0; i < differences.length; i += 2) {
      const place = differences[i] as number;
      if (!(place in list)) throw damaged("text");
      list[place] = differences[i + 1] as string;
    }
    return list.join("");
  }

  // read is a record of a report as it is shown.
  function read(record: Record, report: string, year: number): Passage {
    const fields = [...record];
    fields[unitsField] = (fields[unitsField] || []).join("、");
    if (script > 0) {
      const list: [number, ...Differences][] = record[moreField]?.[script - 1] ?? [];
      const more = new Map(list.map(([field, ...differences]) => [field, differences]));
      for (const i of writtenFields) fields[i] = write(fields[i], more.get(i) || []);
    }
    const [path, kind, title, date, unit, status, heading, text, facts] = fields;
    if (![path, kind, title, report, date, status, heading, text, facts].every((field) => typeof field === "string")) throw damaged("text");
    return { url: home + path, kind, title, report, year, date, unit, status, heading, text, facts };
  }

  return {
    learn(pairs: string) {
      const list = [...pairs];
      for (let i = 0; i < list.length; i += 2) characters.set(list[i], list[i + 1]);
    },
    read,
  };
}
