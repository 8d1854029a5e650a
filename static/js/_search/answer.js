// Answering a query as it is, and as it was probably meant.
// generator/search/answer.go and correct.go are its models.
import { charsOf } from "./block.js";
import { meanings } from "./meaning.js";
import { cover, cut, guess, isCopied, lookups, pairAt, parse } from "./query.js";
import { Account } from "./rank.js";

const maxSuggestions = 3;

// answer answers a query; literally, it is not corrected.
export async function answer(index, text, literal) {
  const a = await asTyped(index, text);
  return literal || a.found.total || !a.q.run.length ? a : corrected(index, a);
}

async function asTyped(index, text) {
  await index.learn(text);
  const q = parse(index, text);
  const a = { text, q, suggestions: [], question: false, covered: true, truncated: q.truncated, dropped: [], runs: [q.run], found: { docs: [], total: 0 } };
  if (!q.run.length || (await copied(index, a))) return a;
  await index.loadTerms(guess(index, q));
  cut(index, q);
  await index.loadTerms(lookups(q)); // they are there already, but for rare cases
  const account = new Account(index, q).count();
  const found = await account.verified();
  return { ...a, question: q.question, covered: isCovered(q), dropped: account.dropped, runs: runsOf(q), account, found };
}

// copied answers what may be a copied text where it stands as typed, and says
// whether it does.
async function copied(index, a) {
  const { run } = a.q;
  if (!isCopied(index, a.q)) return false;
  const at = cover(run);
  await index.loadTerms(at.map((i) => pairAt(run, i)));
  a.account = new Account(index, a.q).typed(at);
  a.found = await a.account.verified();
  return a.found.total > 0;
}

// isCovered says whether all characters of the query belong to a word that is sought.
const isCovered = ({ wants, run }) => wants.reduce((sum, want) => sum + want.alternatives[0].length, 0) >= run.length;

// corrected answers a query that nothing meets as it probably was meant. If no
// reading finds more it returns a.
async function corrected(index, a) {
  let best;
  for (const other of await Promise.all((await meanings(index, a.q)).map((text) => asTyped(index, text)))) {
    if (!other.found.total || !other.covered) continue;
    if (!best || (firstExact(other) && !firstExact(best))) {
      if (best) other.suggestions = [best.text, ...best.suggestions];
      best = other;
    } else if (firstExact(other) && best.suggestions.length < maxSuggestions) {
      best.suggestions.push(other.text);
    }
  }
  if (!best) return a;
  best.question ||= a.question;
  best.truncated ||= a.truncated;
  return best;
}

const firstExact = ({ account, found }) => account.exact[found.docs[0]] === 1;

// runsOf are the runs that a text is searched for to show what was found: the
// query as typed, its words and what may stand for them, its pairs.
function runsOf({ run, wants, net }) {
  return [run, ...wants.flatMap((want) => want.alternatives), ...net.map(charsOf)];
}
