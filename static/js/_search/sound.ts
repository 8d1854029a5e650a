// How characters sound, as far as it tells which files are needed;
// generator/search/sounds.go is the model.

// blur takes together the sounds that speakers of many regions do not part: zh
// and z, ch and c, sh and s, n and l, -ng and -n.
export const blur = (syllable: string) => syllable.replace(/^(.)h|g$/g, "$1").replace(/^n/, "l");

// soundOf is the sound under which a syllable is filed: its first letter and its
// first vowel.
export function soundOf(syllable: string) {
  const [first, ...others] = blur(syllable).replaceAll("v", "u"), vowels = "aeiou";
  return vowels.includes(first) ? first : first + (others.find((c) => vowels.includes(c)) || "");
}

// In the order by sound, which browsers know, the first character of each letter
// and vowel: it tells where the words of a character are before any table of
// syllables has come. Where it is wrong, another file is read; no answer depends
// on it.
const firsts = ("a吖 ba八 be卑 bi逼 bo拨 bu逋 ca嚓 ce册 ca叉 ce车 ci吃 co充 cu出 " +
  "ci呲 co匆 cu粗 da哒 de得 di氐 do东 du嘟 e婀 fa发 fe飞 fo缶 fu夫 " +
  "ga旮 ge戈 go工 gu估 ha哈 he诃 ho轰 hu乎 ji丌 ju居 ka咔 ke苛 ko空 " +
  "ku刳 la垃 le仂 li哩 lo龙 lu噜 ma妈 me么 mi咪 mo摸 mu毪 na拿 ne疒 " +
  "ni妮 no农 nu奴 o喔 pa趴 pe呸 pi丕 po钋 pu仆 qi七 qu区 ra蚺 re惹 " +
  "ri日 ro戎 ru如 sa仨 se色 sa杀 se奢 si尸 so收 su书 si厶 so忪 su苏 " +
  "ta他 te忑 ti剔 to通 tu凸 wa挖 we危 wo挝 wu乌 xi夕 xu吁 ya丫 ye掖 " +
  "yi一 yo哟 yu纡 za匝 ze则 za扎 ze蜇 zi之 zo中 zu朱 zi孜 zo宗 zu租").split(" ");

let bySound: Intl.Collator | undefined; // made when it is needed: most queries do without

// guessed leads from a character to the beginning of its likeliest syllable.
export const guessed = {
  get(c: string): string[] {
    bySound ??= new Intl.Collator("zh-u-co-pinyin");
    let from = 0;
    for (let to = firsts.length; from < to; ) {
      const middle = (from + to) >> 1;
      if (bySound.compare(firsts[middle].slice(-1), c) > 0) to = middle;
      else from = middle + 1;
    }
    return from ? [firsts[from - 1].slice(0, -1)] : [];
  },
};
