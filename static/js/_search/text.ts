// Characters. A text is handled as a list of characters, each a string of one
// code point.

const unseen = /[\p{White_Space}\p{Cc}\p{Cf}\p{Variation_Selector}\u0300-\u036f·•‧・]/u;

// isBroken is true for half a character and for the sign that stands for one.
export const isBroken = (c: string) => c === "\ufffd" || (c.length === 1 && c >= "\ud800" && c <= "\udfff");

export const isLetter = (c: string) => c >= "a" && c <= "z";
export const isDigit = (c: string) => c >= "0" && c <= "9";
export const isLatin = (c: string) => isLetter(c) || isDigit(c);

// isSign is true for punctuation and symbols, also pictures.
export const isSign = (c: string) => /[\0-/:-`{-\xbf\u2000-\u215f\u2190-\u2bff\u3001-\u3006\u3008-\u303f\ufe00-\uffef\u{1f000}-\u{1faff}]/u.test(c);

// signGroups are signs, and letters of Latin and Cyrillic, that are written for one
// another, in groups of the one they fold to and the others. generator/search/fold.go has the same.
const signGroups = `.… -‐‒–—―−~〜∼ "“”„‟«»「」『』〝〞 '‘’‚‛′ 《〈 》〉 :∶ /⁄∕ x×х 〇○◯ aа eе kк oо pр cс`;
const signs = new Map<string, string>();
addFolds(signs, signGroups);

// plain folds what any index folds alike: compatible forms, capital letters, accents,
// signs. It returns nothing for a character that is neither indexed nor sought.
export function plain(c: string): string {
  const code = c.charCodeAt(0), sign = signs.get(c);
  if (sign !== undefined || (code >= 0x3400 && code < 0xd800)) return sign ?? c;
  const isRoman = code >= 0x2160 && code < 0x2180; // Ⅱ does not stand in Ⅲ
  const decomposed = code < 0x80 || isRoman ? c : c.normalize("NFKD");
  let text = "";
  for (const part of decomposed.toLowerCase().replaceAll("u\u0308", "v")) {
    if (!unseen.test(part)) text += signs.get(part) ?? part;
  }
  return text;
}

// foldingBy returns what folds a character by a table of folding, too.
export const foldingBy = (folds: Map<string, string>): Fold => (c) => {
  const text = plain(c);
  return text.length < 2 ? (folds.get(text) ?? text) : Array.from(text, (part) => folds.get(part) ?? part).join("");
};

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

export const isHan = (c: string) => /[\u2e80-\u2fdf\u3400-\u9fff\uf900-\ufaff\u{20000}-\u{3ffff}]/u.test(c);

let common: Set<string> | undefined;

// gb2312 are its Chinese characters, which simplified texts are written with: 72 rows
// of 94. Browsers know them.
const gb2312 = () => new Set(new TextDecoder("gbk").decode(Uint8Array.from({ length: 72 * 188 }, (_, i) => (i % 2 ? 0xa1 + ((i % 188) >> 1) : 0xb0 + Math.floor(i / 188)))));

// isRare says whether a text has Chinese characters that only the table of
// traditional characters can fold.
export function isRare(text: string) {
  const known = (common ??= gb2312());
  return [...text].some((c) => isHan(c) && !known.has(c));
}

export type Fold = (c: string) => string;

// folded lists the characters of a text as they are indexed.
export const folded = (fold: Fold, text: string) => [...text].flatMap((c) => [...fold(c)]);

// foldedText is a text as it is compared with others; places[i] is where the character
// stood of which its unit i was made.
export function foldedText(fold: Fold, text: string) {
  const places: number[] = [];
  let folded = "", at = 0;
  for (const c of text) {
    const to = fold(c);
    folded += to;
    for (let i = 0; i < to.length; i++) places.push(at);
    at += c.length;
  }
  return { folded, places };
}
