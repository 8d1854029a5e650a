// The answer to a question: a passage that meets every word of it, and of its text the
// part with the figure that is asked for. There is none rather than one that says
// something else.
import type { Index } from "./index.ts";
import type { Passage } from "./records.ts";
import { type Mark, marks, snippet, type Snippet } from "./snippet.ts";

const answerLength = 200; // characters
const farthest = 12; // characters between a figure and what it is of
export const cardHits = 3; // of the first hits, one may hold the figure

// An Asking is the kind of figure that a question asks for: how it is written, and the
// unit it has to have.
export interface Asking {
  figure: RegExp;
  unit: string;
}

const number = /[0-9][0-9.,]*\s*(?:[%‰]|个百分点|百分点)?\s*[万亿]?余?[㎡℃\u4e00-\u9fff]?/g;
const date = /\d{4}\s*年(?:\s*\d{1,2}\s*月)?(?:\s*\d{1,2}\s*日)?|\d{1,2}\s*月(?:\s*\d{1,2}\s*日|底|初|中旬|上旬|下旬|份)?/g;
const units: { [asked: string]: string } = { 钱: "元", 人: "人名", 个: "个家处所项", 家: "家个", 座: "座个", 处: "处个", 所: "所个", 天: "天日", 年: "年" };

// askingFor tells what figure a folded question asks for, null if none.
export function askingFor(text: string): Asking | null {
  if (/什么时候|什么时间|何时|哪天|哪年|哪一年|几月|几号/.test(text)) return { figure: date, unit: "" };
  const [found, unit = ""] = /(?:多少|几)(.)?/.exec(text) ?? [];
  if (found) return { figure: number, unit: units[unit] ?? (/[条项次户件名位台辆公平万亿岁级层套]/.test(unit) ? unit : "") };
  return /多大|多长|多高|多久|增长率|增速|比例|占比|第几/.test(text) ? { figure: number, unit: "" } : null;
}

// figureIn finds the figure in a text: behind or before what the query matched, in the
// same clause, the nearer the better; one with the unit that is asked for comes first.
function figureIn(text: string, found: Mark[], { figure, unit }: Asking): Mark | null {
  const list = [...text.matchAll(figure)].map((match): Mark => [match.index!, match.index! + match[0].length]);
  const isUnit = ([, end]: Mark) => !unit || unit.includes(text[end - 1]);
  const isDate = ([, end]: Mark) => figure === number && /[年月日号]/.test(text[end - 1]) && !unit.includes(text[end - 1]);
  let best: Mark | null = null, least = Infinity;
  for (const mark of list.filter((mark) => isUnit(mark) && !isDate(mark))) {
    for (const [a, b] of found) {
      const between = mark[0] >= b ? text.slice(b, mark[0]) : text.slice(mark[1], a);
      const distance = between.length * (mark[0] >= b ? 1 : 2); // figures follow what they count
      if (distance <= farthest && !/[，,。；;\n]/.test(between) && distance < least) [best, least] = [mark, distance];
    }
  }
  return best;
}

// quoted is the part of a passage that answers, null if it does not hold the figure.
export function quoted({ fold }: Index, passage: Passage, runs: string[], asking: Asking | null): (Snippet & { figure: string }) | null {
  const alike = (c: string) => (fold(c).length === c.length ? fold(c) : c);
  for (const text of [passage.text, passage.heading]) {
    const found = text ? marks(fold, text, runs) : [];
    const figure = asking && figureIn(Array.from(text, alike).join(""), found, asking);
    if (!text || (asking ? !figure : !found.length)) continue;
    return { ...snippet(fold, text, runs, answerLength, figure), figure: figure ? text.slice(...figure).trim() : "" };
  }
  return asking ? null : { ...snippet(fold, passage.text || passage.heading || passage.title, runs, answerLength), figure: "" };
}
