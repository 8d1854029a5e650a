// Folding whole texts: unit by unit of UTF-16, without a string for each
// character. What marks ten results would else make the most garbage of a query.

const unasked = 0, gone = 1, far = 2; // no character that is indexed has these codes
const decoder = new TextDecoder("utf-16le");

export type Folder = ReturnType<typeof newFolder>;

// newFolder folds texts as fold folds their characters, of which it remembers
// what became.
export function newFolder(fold: (c: string) => string) {
  const known = new Uint16Array(2 ** 16);
  let room = new Uint16Array(0);
  const folder = { places: new Int32Array(0), text, forget: () => known.fill(unasked) };

  // ask finds out what becomes of a unit; it is far if it is half of a character
  // or becomes several units.
  function ask(unit: number) {
    if (unit >= 0xd800 && unit < 0xe000) return far;
    const to = fold(String.fromCharCode(unit));
    return to.length > 1 ? far : to.charCodeAt(0) || gone;
  }

  // reserve makes room for so many units.
  function reserve(size: number) {
    if (room.length >= size) return;
    const before = [room, folder.places] as const;
    room = new Uint16Array(2 * size);
    folder.places = new Int32Array(2 * size);
    room.set(before[0]);
    folder.places.set(before[1]);
  }

  // text folds a text. Until the next one, places[i] is where the character stood
  // of which unit i was made.
  function text(text: string) {
    reserve(text.length);
    let size = 0;
    for (let i = 0; i < text.length; i++) {
      const unit = text.charCodeAt(i), to = (known[unit] ||= ask(unit));
      if (to > far) {
        folder.places[size] = i;
        room[size++] = to;
      } else if (to === far) {
        const c = String.fromCodePoint(text.codePointAt(i)!), changed = fold(c);
        reserve(size + changed.length + text.length - i);
        for (let k = 0; k < changed.length; k++) {
          folder.places[size] = i;
          room[size++] = changed.charCodeAt(k);
        }
        i += c.length - 1;
      }
    }
    return decoder.decode(room.subarray(0, size));
  }

  return folder;
}
