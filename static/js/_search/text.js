// Characters. A text is handled as a list of characters, each a string of one
// code point.

const unseen = /[\p{White_Space}\p{Cc}\p{Cf}\p{Variation_Selector}]/u;
const space = /\p{White_Space}/u;

// skipped says whether a character is neither indexed nor sought.
export function skipped(c) {
  if (c < "\x7f") return c <= " ";
  return !(c.length === 1 && c > "\u3000" && c < "\ufe00") && unseen.test(c);
}

export const isSpace = (c) => space.test(c);

// isBroken is true for half a character and for the sign that stands for one.
export const isBroken = (c) => c === "\ufffd" || (c.length === 1 && c >= "\ud800" && c <= "\udfff");

export const isLatin = (c) => (c >= "a" && c <= "z") || (c >= "0" && c <= "9");

// isSign is true for punctuation: ASCII, general, Chinese and full-width.
export function isSign(c) {
  return (c < "\x80" && !isLatin(c)) || (c >= "\u2000" && c <= "\u206f") || (c >= "\u3001" && c <= "\u303f") ||
    (c >= "\uff00" && c <= "\uffef") || c === "\xb7";
}

// learn adds to a table of folding: half-width and small letters, and groups of
// characters, parted by spaces, that fold to the first one.
export function learn(folds, groups) {
  for (const group of groups.split(" ")) {
    const [first, ...others] = group;
    for (const c of others) folds.set(c, first);
  }
  for (let i = 0x21; i < 0x7f; i++) {
    const c = String.fromCharCode(i).toLowerCase();
    folds.set(String.fromCharCode(i), c);
    folds.set(String.fromCharCode(i + 0xfee0), c);
  }
  folds.set("\u3000", " ");
}

const han = /[\u2e80-\u2fdf\u3400-\u9fff\uf900-\ufaff\u{20000}-\u{3ffff}]/u;
let common; // the Chinese characters of GB 2312, which simplified texts are written with

function gb2312() {
  const code = [];
  for (let row = 0xb0; row <= 0xf7; row++) {
    for (let cell = 0xa1; cell <= 0xfe; cell++) code.push(row, cell);
  }
  return new Set(new TextDecoder("gbk").decode(Uint8Array.from(code)));
}

// isRare says whether a text has Chinese characters that only the table of
// traditional characters can fold.
export function isRare(text) {
  if (!han.test(text)) return false;
  common ??= gb2312();
  for (const c of text) {
    if (!common.has(c) && han.test(c)) return true;
  }
  return false;
}

// folded lists the characters of a text as they are indexed. places, if given,
// takes the place of each in the text, in UTF-16, and behind the last its end.
export function folded(fold, text, places) {
  const list = [];
  let at = 0;
  for (const c of text) {
    if (!skipped(c)) {
      list.push(fold(c));
      if (places) places.push(at);
    }
    at += c.length;
  }
  return list;
}
