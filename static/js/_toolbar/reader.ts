// Reading aloud with the voices of the device: a page from where one is
// (连读), or what is pointed at or focused (指读).
import type { Display } from "../_display.ts";

const BLOCKS = "h1, h2, h3, h4, p, li, dt, dd, td, th, caption, figcaption, blockquote, summary, label, button, a";
const UNREAD = ".visually-hidden, .permalink, script, style, template, svg, dialog, [hidden], .toolbar, .table-tools, .page-actions";
const synthesis: SpeechSynthesis | undefined = globalThis.speechSynthesis;

// Chrome falls silent in the middle of what takes more than about 15 seconds to say. A
// voice says four to five characters in a second; the slowest choice is 0.75.
const longest = 42; // characters: under 14 s
const clause = new RegExp(`[^，、；：]{1,${longest - 1}}[，、；：]?|[，、；：]`, "g");

// parts are the pieces of a sentence, as long as possible, cut behind a comma if there is
// one.
export function parts(text: string) {
  const list: string[] = [];
  for (const [part] of text.matchAll(clause)) {
    const last = list.length - 1;
    if (last >= 0 && list[last].length + part.length <= longest) list[last] += part;
    else list.push(part);
  }
  return list;
}

// sentences parts the text below a node into ranges that are read one by one.
export function sentences(root: Element) {
  const list: Range[] = [];
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT, {
    acceptNode: ({ data, parentElement: parent }: Text) => (data.trim() && !parent!.closest(UNREAD) && shown(parent!) ? NodeFilter.FILTER_ACCEPT : NodeFilter.FILTER_REJECT),
  } as NodeFilter);
  let block: Element | undefined;
  let range: Range | null = null;
  const end = () => {
    if (range && range.toString().trim()) list.push(range);
    range = null;
  };
  while (walker.nextNode()) {
    const node = walker.currentNode as Text;
    const own = node.parentElement!.closest(BLOCKS) ?? root;
    if (own !== block && !block?.contains(own)) end();
    block = own;
    for (const { index, 0: text } of node.data.matchAll(/[^。！？；\n]+[。！？；”』」）]*/g)) {
      if (!range) {
        range = document.createRange();
        range.setStart(node, index);
      }
      range.setEnd(node, index + text.length);
      if (/[。！？；”』」）]$/.test(text)) end();
    }
  }
  end();
  return list;
}

function shown(element: Element) {
  return element.getClientRects().length > 0;
}

// Voices for the scripts of the site; the first that the device has.
const VOICES: Record<string, string[]> = { "zh-Hant-HK": ["zh-HK", "yue", "zh-TW"], "zh-Hant": ["zh-TW", "zh-HK"] };

// voiceFor picks a voice for a language; undefined where there is none.
export function voiceFor(language: string, voices: SpeechSynthesisVoice[]) {
  const wanted = Object.entries(VOICES).find(([prefix]) => language.startsWith(prefix))?.[1] ?? [];
  for (const tag of [...wanted, "zh-CN", "cmn", "zh"]) {
    const found = voices.find((voice) => voice.lang.replace("_", "-").toLowerCase().startsWith(tag.toLowerCase()));
    if (found) return found;
  }
  return undefined;
}

// voices waits until the browser has listed them, which some do late.
function voices(): Promise<SpeechSynthesisVoice[]> {
  const list = synthesis?.getVoices() ?? [];
  if (list.length || !synthesis || !("addEventListener" in synthesis)) return Promise.resolve(list);
  return new Promise((resolve) => {
    const done = () => resolve(synthesis!.getVoices());
    synthesis.addEventListener("voiceschanged", done, { once: true });
    setTimeout(done, 1500);
  });
}

// A Tell is told what happens.
interface Tell {
  missing(): void;
  changed(reading: boolean, pointing: boolean): void;
}

export class Reader {
  display: Display;
  tell: Tell;
  queue: Range[] = [];
  reading = false;
  pointing = false;
  turn = 0;
  speech?: SpeechSynthesisUtterance; // Chrome forgets to tell the end of one that nobody holds

  constructor(display: Display, tell: Tell) {
    this.display = display;
    this.tell = tell;
    const point = (event: Event) => this.pointAt(event.target);
    document.addEventListener("pointerover", point);
    document.addEventListener("focusin", point);
    addEventListener("pagehide", () => synthesis?.cancel());
  }

  // toggle reads from the selection, or from the first text on screen, or stops.
  async toggle() {
    if (this.reading) return this.stop();
    this.pointing = false;
    const all = sentences(document.querySelector("main")!);
    const selection = getSelection();
    const from = !selection || selection.isCollapsed
      ? all.findIndex((range) => range.getBoundingClientRect().bottom > 0)
      : all.findIndex((range) => range.compareBoundaryPoints(Range.START_TO_END, selection.getRangeAt(0)) > 0);
    this.queue = all.slice(Math.max(0, from));
    this.reading = true;
    await this.read();
  }

  togglePointing() {
    const pointing = !this.pointing;
    this.stop();
    this.pointing = pointing;
    this.changed();
  }

  stop() {
    this.turn++;
    this.queue = [];
    this.reading = this.pointing = false;
    synthesis?.cancel();
    this.mark(null);
    this.changed();
  }

  changed() {
    this.tell.changed(this.reading, this.pointing);
  }

  async pointAt(target: EventTarget | null) {
    if (!this.pointing || !(target instanceof Element)) return;
    const block = target.closest(BLOCKS);
    if (!block || block.closest(".toolbar")) return;
    this.queue = sentences(block);
    await this.read();
  }

  // read speaks the queue, one sentence after the other. A later call wins.
  async read() {
    const turn = ++this.turn;
    synthesis?.cancel();
    const voice = voiceFor(document.documentElement.lang, await voices());
    if (turn !== this.turn) return;
    if (!voice) {
      this.stop();
      return this.tell.missing();
    }
    this.changed();
    while (this.queue.length && turn === this.turn) {
      const range = this.queue.shift()!;
      this.mark(range);
      for (const part of parts(range.toString().replace(/\s+/g, " "))) {
        if (turn === this.turn) await this.speak(part, voice);
      }
    }
    if (turn !== this.turn) return;
    this.mark(null);
    if (this.reading) this.stop();
  }

  speak(text: string, voice: SpeechSynthesisVoice) {
    return new Promise((resolve) => {
      const speech = (this.speech = new SpeechSynthesisUtterance(text));
      Object.assign(speech, { voice, lang: voice.lang, rate: Number(this.display.get("rate")) || 1, onend: resolve, onerror: resolve });
      synthesis!.speak(speech);
    });
  }

  // mark highlights the sentence that is read: its words where the browser can,
  // else the paragraph.
  mark(range: Range | null) {
    document.querySelector("[data-reading]")?.removeAttribute("data-reading");
    globalThis.CSS?.highlights?.delete("reading");
    if (!range) return;
    const parent = range.startContainer.parentElement!, block = parent.closest<HTMLElement>(BLOCKS) ?? parent;
    if (globalThis.CSS?.highlights) CSS.highlights.set("reading", new Highlight(range));
    else block.dataset.reading = "";
    const box = range.getBoundingClientRect();
    if (box.top < 0 || box.bottom > innerHeight) block.scrollIntoView({ block: "center" });
  }
}
