// Characters. A text is handled as a list of characters, each a string of one
// code point.

const unseen = /[\p{White_Space}\p{Cc}\p{Cf}\p{Variation_Selector}]/u;

// skipped says whether a character is neither indexed nor sought.
export function skipped(c: string) {
  const code = c.charCodeAt(0);
  if (code > 0x3000 && code < 0xd800) return false;
  return code < 0x7f ? code <= 0x20 : unseen.test(c);
}

// isBroken is true for half a character and for the sign that stands for one.
export const isBroken = (c: string) => c === "\ufffd" || (c.length === 1 && c >= "\ud800" && c <= "\udfff");

export const isLetter = (c: string) => c >= "a" && c <= "z";
export const isDigit = (c: string) => c >= "0" && c <= "9";
export const isLatin = (c: string) => isLetter(c) || isDigit(c);

// isSign is true for punctuation: ASCII, general, Chinese and full-width.
export const isSign = (c: string) => /[\0-/:-`{-\x7f\xb7\u2000-\u206f\u3001-\u303f\uff00-\uffef]/.test(c);

// level are the characters of which U+2070 to U+208E are those above and below the
// line; two of them do not exist.
const level = "0i..456789+-=()n0123456789+-=()";

// narrowed folds what any index folds alike: full-width characters, capital letters,
// dashes, characters above and below the line.
export function narrowed(c: string): string {
  const code = c.charCodeAt(0);
  if (code >= 0x2e80 && code <= 0xff00) return c;
  if (code >= 0x2070 && code <= 0x208e && level[code - 0x2070] !== ".") return level[code - 0x2070];
  if (code >= 0xb2 && code <= 0xb9 && "²³¹".includes(c)) return { "²": "2", "³": "3", "¹": "1" }[c]!;
  if ("–—―".includes(c)) return "-";
  const half = code > 0xff00 && code < 0xff5f ? String.fromCharCode(code - 0xfee0) : c;
  return half < "\x7f" ? half.toLowerCase() : half;
}

// addFolds adds to a table of folding groups of characters, parted by spaces, that
// fold to the first one.
export function addFolds(folds: Map<string, string>, groups: string) {
  let first = "";
  for (const c of groups) {
    if (c === " ") first = "";
    else if (first) folds.set(c, first);
    else first = c;
  }
}

export function isHan(c: string) {
  const code = c.codePointAt(0)!;
  return (code >= 0x3400 && code < 0xa000) || (code >= 0x2e80 && code < 0x2fe0) || (code >= 0xf900 && code < 0xfb00) || (code >= 0x20000 && code < 0x40000);
}

const gb = new TextDecoder("gbk"), code = new Uint8Array(2 * 94);
// The rows of the characters are b0 to f7. What the script in the head has read of
// them, the search's own need not read again.
declare global {
  var searchCommon: { table: string; row: number } | undefined;
}
const common = (globalThis.searchCommon ??= { table: "", row: 0xb0 });

// isCommon is true for the Chinese characters of GB 2312, which simplified texts are
// written with. Browsers know them, and most stand in its first rows.
function isCommon(c: string) {
  while (!common.table.includes(c)) {
    if (common.row === 0xf8) return false;
    for (let i = 0; i < code.length; i += 2) {
      code[i] = common.row;
      code[i + 1] ||= 0xa1 + i / 2;
    }
    common.table += gb.decode(code);
    common.row++;
  }
  return true;
}

// isRare says whether a text has Chinese characters that only the table of
// traditional characters can fold.
export function isRare(text: string) {
  for (const c of text) {
    if (isHan(c) && !isCommon(c)) return true;
  }
  return false;
}

// folded lists the characters of a text as they are indexed.
export const folded = (fold: (c: string) => string, text: string) => [...text].filter((c) => !skipped(c)).map(fold);
