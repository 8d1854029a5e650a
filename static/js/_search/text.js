// Characters. A text is handled as a list of characters, each a string of one
// code point.

const unseen = /[\p{White_Space}\p{Cc}\p{Cf}\p{Variation_Selector}]/u;

// skipped says whether a character is neither indexed nor sought.
export function skipped(c) {
  if (c < "\x7f") return c <= " ";
  return !(c.length === 1 && c > "\u3000" && c < "\ufe00") && unseen.test(c);
}

// isBroken is true for half a character and for the sign that stands for one.
export const isBroken = (c) => /[\p{Cs}\ufffd]/u.test(c);

export const isLetter = (c) => c >= "a" && c <= "z";
export const isDigit = (c) => c >= "0" && c <= "9";
export const isLatin = (c) => isLetter(c) || isDigit(c);

// isSign is true for punctuation: ASCII, general, Chinese and full-width.
export const isSign = (c) => /[\0-/:-`{-\x7f\xb7\u2000-\u206f\u3001-\u303f\uff00-\uffef]/.test(c);

// addFolds adds to a table of folding: half-width and small letters, hyphens for
// dashes, and groups of characters, parted by spaces, that fold to the first one.
export function addFolds(folds, groups) {
  for (const group of groups.split(" ")) {
    const [first, ...others] = group;
    for (const c of others) folds.set(c, first);
  }
  for (const dash of "–—―") folds.set(dash, "-");
  for (let i = 0x21; i < 0x7f; i++) {
    const c = String.fromCharCode(i).toLowerCase();
    folds.set(String.fromCharCode(i), c);
    folds.set(String.fromCharCode(i + 0xfee0), c);
  }
}

const han = /[\u2e80-\u2fdf\u3400-\u9fff\uf900-\ufaff\u{20000}-\u{3ffff}]/u;
export const isHan = (c) => han.test(c);

let table;

// common are the Chinese characters of GB 2312, which simplified texts are written
// with. The first call makes the table.
export const common = () => (table ??= gb2312());

function gb2312() {
  const code = new Uint16Array(72 * 94); // rows and cells
  let at = 0;
  for (let row = 0xb0; row < 0xf8; row++) {
    for (let cell = 0xa100; cell < 0xff00; cell += 0x100) code[at++] = cell + row; // the row's byte comes first
  }
  return new TextDecoder("gbk").decode(code);
}

// isRare says whether a text has Chinese characters that only the table of
// traditional characters can fold.
export function isRare(text) {
  if (!han.test(text)) return false;
  for (const c of text) {
    if (han.test(c) && !common().includes(c)) return true;
  }
  return false;
}

// folded lists the characters of a text as they are indexed.
export const folded = (fold, text) => [...text].filter((c) => !skipped(c)).map(fold);
