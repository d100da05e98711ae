// Asks every engine the same questions, compares the answers and keeps the times.
import { compareAnswers } from './compare-answers.mjs';
import { askForSets, drawQuestions, KINDS } from './questions.mjs';
import { WAYS } from './sql-peer.mjs';
import { quantile } from './table.mjs';

/** Questions of a kind that nobody measures: they warm up, and are compared first of all. */
const WARM_UP = 3;
/** A kind whose questions take long is asked so many times fewer of them. */
const LONG_FEWER = 4;

/** Kinds that can be asked of this data: some need an event with amounts, or one with a category to filter by. */
function listKinds(facts) {
  return KINDS.filter(({ id }) => {
    if (id === 'average' || id === 'sum') return facts.event !== null;
    return id !== 'filtered-sum' || (facts.event?.filterValues.length ?? 0) > 1;
  });
}

/**
 * For each kind and engine: `first` (each question for the first time) and `again`, by one client; then the same with other
 * questions by several clients at once (null where that would take too long). Times in ms. `questions`: the definitions, by kind.
 * @throws Error naming the first differences between engines' answers
 */
export async function askAll({ engines, facts, sampled, random, runs, clients, budgetMs, say }) {
  const asked = new Set();
  const draw = (kind, number) => drawQuestions(kind, number, { facts, sampled, random, asked });
  say('Comparing the engines’ answers');
  for (const { id, isLong } of listKinds(facts)) {
    const questions = [...(id === 'sets' ? askForSets(facts) : []), ...draw(id, isLong ? 1 : WARM_UP)];
    await warmUp(
      engines.filter((engine) => canAnswer(engine, id)),
      id,
      questions,
      budgetMs,
    );
  }
  const results = [];
  const questions = {};
  for (const kind of listKinds(facts)) {
    const measured = engines.filter(({ name }) => kind.engines === undefined || kind.engines.includes(name));
    const number = kind.isLong ? Math.max(WARM_UP, Math.ceil(runs / LONG_FEWER)) : runs;
    const alone = draw(kind.id, number);
    const together = draw(kind.id, kind.isLong ? clients : 2 * clients * Math.ceil(number / clients));
    const found = [];
    for (const engine of measured.filter((one) => canAnswer(one, kind.id))) {
      say(`${kind.title}: ${engine.name}`);
      const one = await askTwice(engine, alone, 1, budgetMs);
      // Where even a question each would take longer than there is, they are not asked together.
      const isTooLong = quantile(one.first.elapsedMs, 0.5) * clients > budgetMs;
      const several = isTooLong ? null : await askTwice(engine, together, clients, budgetMs);
      found.push({ engine, one, several });
    }
    requireSame(
      alone,
      found.map(({ engine, one }) => ({ name: engine.name, answers: one.answers })),
    );
    const asTogether = found.filter(({ several }) => several !== null);
    requireSame(
      together,
      asTogether.map(({ engine, several }) => ({ name: engine.name, answers: several.answers })),
    );
    const shares = (found[0]?.one.answers ?? []).map(({ count }) => count / facts.base);
    for (const { engine, one, several } of found) {
      results.push({
        kind: kind.id,
        engine: engine.name,
        way: engine.way?.[kind.id] ?? null,
        shares: [Math.min(...shares), Math.max(...shares)],
        one: { first: one.first, again: one.again },
        several: several === null ? null : { first: several.first, again: several.again },
      });
    }
    questions[kind.id] = [alone, together].map((list) => list.map(({ definition }) => definition));
  }
  return { results, questions };
}

const canAnswer = ({ name }, kind) => name !== 'roaring' || kind === 'sets';

/** Asks all engines some questions and compares; a peer that knows two ways to answer is left with the faster. */
async function warmUp(engines, kind, questions, budgetMs) {
  const answers = [];
  for (const engine of engines) {
    const ask = (way) =>
      engine.send('run', { questions, clients: 1, budgetMs, ...(way === undefined ? {} : { way: { [kind]: way } }) });
    const isChoice = ['duckdb', 'mergetree'].includes(engine.name) && ['panels', 'portrait'].includes(kind);
    if (!isChoice) {
      answers.push({ name: engine.name, answers: (await ask()).answers });
      continue;
    }
    let best = null;
    for (const way of WAYS) {
      const { answers: found, elapsedMs } = await ask(way);
      answers.push({ name: `${engine.name} (${way})`, answers: found });
      // The first of a kind also reads columns from the disk.
      const ms = Math.min(...elapsedMs);
      if (best === null || ms < best.ms) best = { way, ms };
    }
    engine.way = { ...engine.way, [kind]: best.way };
    await engine.send('run', { questions: [], clients: 1, budgetMs, way: engine.way });
  }
  requireSame(questions, answers);
}

async function askTwice(engine, questions, clients, budgetMs) {
  const first = await engine.send('run', { questions, clients, budgetMs });
  const again = await engine.send('run', { questions: questions.slice(0, first.answers.length), clients, budgetMs });
  requireSame(questions, [
    { name: engine.name, answers: first.answers },
    { name: `${engine.name}, asked again,`, answers: again.answers },
  ]);
  const times = ({ elapsedMs, wallMs }) => ({ elapsedMs, wallMs });
  return { first: times(first), again: times(again), answers: first.answers };
}

function requireSame(questions, answers) {
  const [first, ...others] = answers;
  for (const other of others) {
    const differences = compareAnswers(questions, first, other);
    if (differences.length > 0) throw Object.assign(new Error(differences.join('\n')), { isDifference: true });
  }
}
