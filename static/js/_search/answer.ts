// Answering a query as it is, and as it was probably meant.
import { charsOf } from "./block.ts";
import type { Index } from "./index.ts";
import { find } from "./match.ts";
import { meanings } from "./meaning.ts";
import { type Found, verified } from "./order.ts";
import { cut, guess, isPinyin, lookups, parse, type Query } from "./query.ts";
import { type Account, newAccount } from "./rank.ts";
import { columnOf, passagesIn, type State, stateOf } from "./tables.ts";
import { isRare } from "./text.ts";

const maxTried = 4, maxSuggestions = 3; // meanings that are looked up, and others that are offered
const furtherHits = 15; // a correction has come late enough: what it takes to verify it is read at once

// Understood is what a query was taken for.
export interface Understood {
  answered: string;
  suggestions: string[];
  question: boolean;
  dropped: string[];
  truncated: boolean;
  state?: State; // that is asked for: the hits are the passages in it
  column?: string; // that is asked for and no table has
}

// An Answer is what a query found, too.
interface Answer extends Understood {
  q: Query;
  found: Found;
  account?: Account;
}

// answer answers a query; literally, it is not corrected.
export async function answer(index: Index, text: string, literal?: boolean): Promise<Answer> {
  const { quoted, without } = parse(index, text);
  literal ||= quoted.size > 0 || without.length > 0; // who writes so means what is written
  const a = await textual(index, text, literal), { q } = a, values = stateOf(index, q), column = columnOf(index, q);
  if (!q.run.length || literal) return a;
  if (column !== undefined) return { ...(a.found.total ? a : { ...a, found: nothing }), column };
  if (!values || (!values.length && a.found.total)) return a;
  const isAsked = q.asked.length > 0 || q.said !== q.run.join("") || !a.found.total, { docs, state } = await passagesIn(index, q.said, values);
  if (docs.length && isAsked) return { ...a, account: undefined, found: { docs, total: docs.length }, state, suggestions: [], answered: text, dropped: [] };
  return { ...(a.found.total && a.answered === text ? a : { ...a, found: nothing, answered: text, suggestions: [] }), state };
}

const nothing: Found = { docs: new Int32Array(0), total: 0 };

// textual answers a query by the texts. What letters may stand for is read beside the
// blocks of their pairs: if they stand nowhere, they are pinyin.
async function textual(index: Index, text: string, literal?: boolean): Promise<Answer> {
  const q = parse(index, text);
  if (!literal && isPinyin(text, q)) meanings(index, q).catch(() => {}); // a word that stands in a text does without
  const a = await asTyped(index, text);
  return literal || a.found.total || !a.q.run.length ? a : corrected(index, a);
}

async function asTyped(index: Index, answered: string) {
  await index.learn(isRare(answered));
  const q = parse(index, answered);
  if (!q.run.length) return answerOf(answered, q);
  await understand(index, [q]);
  return answerOf(answered, q, newAccount(index, q));
}

// answerOf is the answer to a query of which an account has been given, if it seeks anything.
async function answerOf(answered: string, q: Query, account?: Account, ahead?: number): Promise<Answer> {
  const found = account ? await verified(account, {}, ahead) : nothing;
  return { answered, suggestions: [], question: q.question, dropped: account?.dropped ?? [], truncated: q.truncated, q, account, found };
}

// understand cuts queries into words and reads the terms of all.
async function understand(index: Index, list: Query[]) {
  await index.loadTerms(list.flatMap((q) => guess(index, q)));
  for (const q of list) cut(index, q);
  await index.loadTerms(list.flatMap(lookups)); // hardly ever more: single letters between words
}

// isCovered says whether all characters of a query belong to a word that is sought.
const isCovered = ({ wants, run }: Query) => wants.reduce((sum, want) => sum + want.alternatives[0].length, 0) >= run.length;

// corrected answers a query that nothing meets as it probably was meant: by a
// reading that stands somewhere as it is, else by one whose words stand together,
// as far as can be said without reading texts. If none finds more it returns a.
// Where something is near what was typed, a word that only looks like it is offered
// and not taken for it: 停车证 is a word, too, and not 停车场.
async function corrected(index: Index, a: Answer) {
  const list = (await meanings(index, a.q)).slice(0, maxTried);
  const readings = list.map((meaning) => ({ ...meaning, q: parse(index, meaning.text) }));
  await understand(index, readings.map(({ q }) => q));
  const exact = readings.filter(({ q }) => find(index, q.run)), others = readings.filter((reading) => !exact.includes(reading));
  const offer = (taken?: string) => exact.map(({ text }) => text).filter((text) => text !== taken).slice(0, maxSuggestions);
  const { account: typed } = a, isNear = typed && a.found.docs.some((doc) => typed.mask[doc] > 0 || typed.pairs[doc] * 2 > a.q.net.length);
  for (const reading of [...exact, ...others]) {
    if (isNear && !reading.alike) continue;
    const { text, q } = reading, account = newAccount(index, q);
    if (!exact.includes(reading) && !(isCovered(q) && account.some.some((doc) => account.full(doc)))) continue;
    const best = await answerOf(text, q, account, furtherHits);
    const question = a.question || best.question, truncated = a.truncated || best.truncated;
    if (best.found.total) return { ...best, question, truncated, suggestions: offer(text) };
  }
  a.suggestions = offer();
  return a;
}

// runsOf are the runs that a text is searched for to show what was found: the
// query as typed, its words and what may stand for them, its pairs.
export function runsOf({ run, wants, net }: Query) {
  return [run, ...wants.flatMap((want) => want.alternatives), ...net.map(charsOf)];
}
