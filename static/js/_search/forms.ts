// What is written in several ways: numbers, dates, ranges, units. The index holds texts as
// they stand, folded; so a query is looked for in all ways that texts write it.

const digits = "〇一二三四五六七八九";
const numerals = "零一二两三四五六七八九〇十百千万亿廿卅";
const roman = ["", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii"], romanSigns = " ⅰⅱⅲⅳⅴⅵⅶⅷⅸⅹⅺⅻ";

// What is counted, as one character behind a number.
const measures = "年月日号类级期条款项个家户次处所座名人批环层届季天周章节元倍岁里亩吨米辆台件间场套位栋部本段站";
const asRoman = "类级期型", asBracket = "号类项条款"; // of these some have Roman numbers, some numbers in brackets

// Names of units, folded.
const units = [
  ["m2", "平方米", "平米"], ["km2", "平方公里", "平方千米"], ["hm2", "公顷"], ["m3", "立方米"], ["km", "公里", "千米"], ["kg", "公斤", "千克"],
  ["°c", "摄氏度"], ["db", "分贝"], ["kw", "千瓦"], ["mw", "兆瓦"], ["kwh", "千瓦时"], ["mg/l", "毫克/升"],
  ["μg/m3", "ug/m3", "微克/立方米", "微克每立方米"], ["mg/m3", "毫克/立方米", "毫克每立方米"],
  ["co2", "二氧化碳"], ["so2", "二氧化硫"], ["no2", "二氧化氮"], ["o3", "臭氧"], ["nox", "氮氧化物"],
];
const unitNames = units.flat().sort((a, b) => b.length - a.length);

const A = "(?:\\d{1,3}(?:,\\d{3})+(?!\\d)|\\d+)(?:\\.\\d+)?(?:[百千]?[万亿]+)?"; // 1,594.5万
const H = `[${numerals}]+(?:点[零${digits}]+[万亿]*)?`;
const N = `(${A}|${H})`, M = `(\\d{1,4}|${H})`;
const named = `(${unitNames.join("|")})(?![a-z0-9])`;

const plain = (number: string) => number.replace(/^0+(?=\d)/, "").replace(/(\.\d*?)0+$/, "$1").replace(/\.$/, "");

// shifted moves the point of a decimal number so many places to the right.
function shifted(number: string, by: number) {
  const [whole, part = ""] = number.split("."), at = whole.length + by;
  const all = (at < 0 ? "0".repeat(-at) : "") + whole + part + "0".repeat(Math.max(by, 0)), point = Math.max(at, 0);
  return plain(`${all.slice(0, point) || "0"}.${all.slice(point)}`);
}

// valueOf reads a number as a decimal one without commas; it is empty if it is none.
function valueOf(text: string): string {
  if (/^\d/.test(text)) {
    const [, number, power] = text.match(/^([\d.,]+)(.*)$/)!;
    if (/^0\d\d|\.\d*0$/.test(number)) return ""; // as precise as it is: 010, 5.0%
    return shifted(number.replaceAll(",", ""), powerOf(power));
  }
  if (/^[零一二三四五六七八九〇]{4}$/.test(text)) return Array.from(text, digitOf).join(""); // 二〇二三
  const [, whole, part = "", power = ""] = text.replace("廿", "二十").replace("卅", "三十").match(/^([^点]+)(?:点([^万亿]+)([万亿]*))?$/) || [];
  const value = whole ? wholeOf(whole) : -1;
  return value < 0 ? "" : shifted(part ? `${value}.${Array.from(part, digitOf).join("")}` : String(value), powerOf(power));
}

const powerOf = (text: string) => Array.from(text, (c) => ({ 百: 2, 千: 3, 万: 4, 亿: 8 })[c]!).reduce((sum, n) => sum + n, 0);
const digitOf = (c: string) => (c === "零" ? 0 : c === "两" ? 2 : digits.indexOf(c));

// wholeOf is the value of a whole number in characters, -1 if it is none: 十二五.
function wholeOf(text: string): number {
  const [, large, middle, small] = text.match(/^(?:(.+)亿)?(?:(.+)万)?(.*)$/)!;
  const parts = [large, middle, small].map((part) => (part ? belowMyriad(part) : 0));
  // What follows has to be as large as it can, or begin with a zero: 三万五 is 35,000 or 30,005.
  const isVague = (part: string, before: string) => before && part && part[0] !== "零" && belowMyriad(part) < 1000;
  if (parts.some((n) => n < 0) || isVague(middle, large) || isVague(small, middle || large)) return -1;
  return (parts[0] * 1e4 + parts[1]) * 1e4 + parts[2];
}

const D = "([一二两三四五六七八九]", below = new RegExp(`^(?:${D})千(?=.百|[零〇]|$))?(?:${D})百(?=.十|[零〇]|$))?[零〇]?(?:${D}?)十)?${D}?)$`); // no 二百五

// belowMyriad is the value of a whole number up to 9999.
function belowMyriad(text: string) {
  const [, thousands, hundreds, tens, ones] = text.match(below) ?? [];
  return ones === undefined ? -1 : +[thousands, hundreds, tens === "" ? "一" : tens, ones].map((c) => (c ? digitOf(c) : 0)).join("");
}

const longestHan = 6; // characters of a number; who counts so far writes digits

// inHan writes a decimal number in characters; it is empty for one that nobody writes so.
function inHan(number: string): string {
  const [whole, part] = number.split(".");
  if (whole.length > 12) return "";
  const section = (four: string) => four.replace(/\d/g, (digit, at) => (+digit ? digits[+digit] + "千百十".charAt(at) : "零")).replace(/零+/g, "零").replace(/零$/, "");
  const sections = whole.padStart(12, "0").match(/\d{4}/g)!.map(section), text = sections.map((text, i) => text && text + "亿万".charAt(i)).join("");
  const all = text.replace(/^零/, "").replace(/^一十/, "十") || (part ? "零" : "〇"), written = part ? `${all}点${inDigits(part)}` : all;
  return written.length > longestHan ? "" : written;
}

const inDigits = (number: string) => Array.from(number, (c) => digits[+c]).join("");

const grouped = (whole: string) => whole.replace(/\B(?=(\d{3})+$)/g, ",");

// numbers are the ways to write a value.
function numbers(value: string): string[] {
  const [whole, part] = value.split("."), list = [value, grouped(whole) + (part ? `.${part}` : ""), inHan(value)];
  for (const [unit, zeros] of [["万", 4], ["亿", 8]] as const) {
    const rest = shifted(value, -zeros), [above, below = ""] = rest.split(".");
    if (whole.length <= zeros || below.length > 2) continue;
    list.push(rest + unit);
    if (below) list.push(inHan(rest) && inHan(rest) + unit);
    else list.push(grouped(above) + unit);
  }
  return list.filter(Boolean);
}

// years are the ways to write a year of four digits.
const years = (year: string) => [year, inDigits(year), inDigits(year).replaceAll("〇", "零")];

const isYear = (value: string) => /^(19|20)\d\d$/.test(value);

// counted are the ways to write a value with what it counts.
function counted(value: string, measure: string): string[] {
  if (value === "0") return []; // no number
  const list = isYear(value) && "年号".includes(measure) ? years(value) : numbers(value);
  if (asRoman.includes(measure) && roman[+value]) list.push(roman[+value], romanSigns[+value]);
  if (asBracket.includes(measure) && +value <= 20) list.push(...numbers(value).map((number) => `(${number})`));
  const short = list.filter((number) => /^[二三]十./.test(number)).map((number) => number.replace("二十", "廿").replace("三十", "卅"));
  const all = [...list, ...short].map((number) => number + measure);
  return measure === "元" ? [...all, ...list.filter((number) => number.endsWith("亿"))] : all;
}

// pairsOf are the ways to write two values around something.
const pairsOf = (a: string, b: string, write: (a: string, b: string) => string[]) => [...write(a, b), ...(inHan(a) && inHan(b) ? write(inHan(a), inHan(b)) : [])];

function dates(year: string, month: string, day: string) {
  const two = (n: string) => n.padStart(2, "0");
  return [
    `${year}年${month}月${day}日`, `${inDigits(year)}年${inHan(month)}月${inHan(day)}日`,
    ...["-", ".", "/"].flatMap((sign) => [[year, month, day].join(sign), [year, two(month), two(day)].join(sign)]),
  ];
}

function ranges(a: string, b: string, unit: string) {
  const write = (a: string, sign: string, b: string) => [a + sign + b + unit, ...(unit === "月" ? [a + unit + sign + b + unit] : [])];
  const list = ["-", "至"].flatMap((sign) => write(a, sign, b));
  return isYear(a) ? list : [...list, ...write(inHan(a), "至", inHan(b))];
}

const ascending = (a: string, b: string) => +a < +b;

// shares are the ways to write so many of a hundred or thousand.
function shares(of: "百分" | "千分", value: string) {
  const han = value === "100" ? "百" : inHan(value);
  return [value + (of === "百分" ? "%" : "‰"), `${of}之${value}`, ...(han ? [`${of}之${han}`] : [])];
}

const namesOf = (unit: string) => units.find((names) => names.includes(unit))!;

// rules are tried at each place of a text, the first that fits counts. What stands in
// parentheses of an expression is given to a function, numbers as their values; it lists
// the ways to write it.
type Rule = [string, (...parts: string[]) => string[]];
const rules = ([
  [`${M}年${M}月${M}[日号]`, dates],
  [`(\\d{4})[-./](\\d{1,2})[-./](\\d{1,2})(?!\\d)`, dates],
  [`${M}月${M}([日号])`, (m, d, day) => pairsOf(m, d, (m, d) => [`${m}月${d}${day}`])],
  [`${M}([${measures}]?)(?:--?|至|到)${M}(?!\\d)([${measures}%]?)`, (a, own, b, unit) => (own && own !== unit || !ascending(a, b) ? [] : ranges(a, b, unit))],
  [`${M}[:比]${M}`, (a, b) => pairsOf(a, b, (a, b) => [`${a}:${b}`, `${a}比${b}`])],
  ["百分之百", () => ["100%"]],
  [`百分之${N}`, (n) => shares("百分", n)],
  [`千分之${N}`, (n) => shares("千分", n)],
  [`(\\d+(?:\\.\\d+)?)%`, (n) => shares("百分", n)],
  [`(\\d+(?:\\.\\d+)?)‰`, (n) => shares("千分", n)],
  [`${M}分之${M}`, (b, a) => [`${a}/${b}`]],
  [`(\\d{1,2})/(\\d{1,2})(?![\\d/])`, (a, b) => (ascending(a, b) ? [`${inHan(b)}分之${inHan(a)}`] : [])],
  [`${M}年([底初末度上下])`, (y, of) => (/^(20)?\d\d$/.test(y) ? [...years(y.padStart(4, "20")), y.slice(-2)].map((year) => `${year}年${of}`) : [])],
  [`${N}${named}`, (n, unit) => namesOf(unit).flatMap((name) => numbers(n).filter((number) => /^\d/.test(number) || !/^[a-zμ°]/.test(name)).map((number) => number + name))],
  [`\\(${N}\\)([${measures}])`, counted],
  [`([ivx]+|[ⅰ-ⅻ])([${asRoman}])`, (n, measure) => counted(String(Math.max(roman.indexOf(n), romanSigns.indexOf(n), 0)), measure)],
  [`${N}([${measures}])`, counted],
  [`(${A}(?![a-z])|(?=[${numerals}]{2})${H})`, (n) => (isYear(n) ? years(n) : n.length < 2 ? [] : numbers(n))],
  [named, namesOf],
  [`${A}|${H}|[a-z][a-z0-9]*(?:[.-][a-z0-9]+)*`, () => []], // PM2.5
] as Rule[]).map(([pattern, write]) => [new RegExp(pattern, "y"), write] as const);

const isNumber = new RegExp(`^[\\d${numerals}]`);

// formsOf finds the parts of a folded text that can be written otherwise: each with the
// other ways.
export function formsOf(text: string): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (let at = 0; at < text.length; ) {
    let length = 1;
    for (const [pattern, write] of rules) {
      pattern.lastIndex = at;
      const match = pattern.exec(text);
      if (!match) continue;
      [{ length }] = match;
      const parts = match.slice(1).map((part) => (isNumber.test(part) && !unitNames.includes(part) ? valueOf(part) : part));
      if (parts.every((part, i) => part || !match[i + 1])) {
        const others = [...new Set(write(...parts))].filter((form) => form && form !== match[0]);
        if (others.length) found.set(match[0], others);
      }
      break;
    }
    at += length;
  }
  return found;
}

// joined takes white space out of numbers, dates and ranges: 1 594, 11 月底, 1 - 10月.
export function joined(text: string): string {
  return text
    .replace(/(^|[^\d.,])(\d{1,3}(?:\s\d{3})+)(?!\d)/g, (_, before, number) => before + number.replace(/\s/g, ""))
    .replace(/(\d)\s*([-‐‑–—−~〜至])\s*(?=\d)/g, "$1$2")
    .replace(/(\d)\s+(?=[年月日号])/g, "$1")
    .replace(/([年月第])\s+(?=\d)/g, "$1");
}
