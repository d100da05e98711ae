// The kinds of questions that are measured (the rows of the goals), and many different random ones of each, drawn from the values
// that occur so that groups range from a ten-thousandth to nine tenths of the base.
import { toDefinition } from './conditions.mjs';

/** Goals are of the 95th percentile, for 15 million customers and 100 million events on 2 cores. */
export const KINDS = [
  { id: 'count', title: 'count, 5 attribute conditions', goalMs: 10 },
  { id: 'panels', title: 'count + 12 panels', goalMs: 40 },
  { id: 'portrait', title: 'portrait, group and everyone', goalMs: 500, isLong: true },
  { id: 'average', title: 'average order in the last 3 months >= x', goalMs: 30 },
  { id: 'sum', title: 'sum over all time >= x', goalMs: 200 },
  { id: 'filtered-sum', title: 'sum over all time of some rows >= x', goalMs: null },
  // What an explorer does all day: the four conditions are on screen (asked just before, not timed), a fifth is added.
  { id: 'add', title: 'one condition more on a group on screen', goalMs: 5, engines: ['index'] },
  // Sets of which each was asked before: what is left is unions, intersections, complements and counting.
  { id: 'sets', title: '5 known sets combined', goalMs: null, engines: ['index', 'roaring'] },
];
const CONDITIONS = 5;
const LEAST_SHARE = 0.0001;
const MOST_SHARE = 0.9;
const GOLDEN_RATIO = 0.618034;
/** Sets that questions of kind `sets` combine. */
const SETS = 16;

/**
 * `number` different questions of a kind, not in `asked` (texts of definitions so far, added to); `facts`, `sampled`: facts.mjs.
 * A question: `kind`, `tree` (conditions.mjs), `definition`, `before` (a definition asked first, not timed, or null).
 */
export function drawQuestions(kind, number, { facts, sampled, random, asked = new Set() }) {
  const questions = [];
  const start = random.int(0, 999) / 1000;
  for (let attempt = 0; questions.length < number; attempt += 1) {
    if (attempt > 100 * number) throw new Error(`No ${number} different questions of kind ${kind} can be drawn.`);
    // Steps of the golden ratio: the first few questions, too, are of small and of large groups.
    const share = LEAST_SHARE * (MOST_SHARE / LEAST_SHARE) ** ((start + attempt * GOLDEN_RATIO) % 1);
    const tree = drawTree(kind, share, facts, sampled, random);
    const definition = toDefinition(tree, facts);
    const text = JSON.stringify([kind, definition]);
    if (asked.has(text)) continue;
    asked.add(text);
    const before = kind === 'add' ? toDefinition({ all: tree.all.slice(0, -1) }, facts) : null;
    questions.push({ kind, tree, definition, before });
  }
  return questions;
}

/** The sets that questions of kind `sets` are made of: of a fiftieth to most of the base each. */
export function drawSets(facts, random) {
  const share = () => 0.02 * 40 ** (random.int(0, 1000) / 1000);
  return Array.from({ length: SETS }, () => drawCondition([...facts.spread.keys()], share(), facts, random));
}

/** Questions that ask for each of the sets alone. */
export function askForSets(facts) {
  return facts.sets.map((tree) => ({ kind: 'sets', tree, definition: toDefinition(tree, facts), before: null }));
}

function drawTree(kind, share, facts, sampled, random) {
  switch (kind) {
    case 'average':
      return drawMeasure('avg', random.pick(Object.keys(facts.event.startsMs).map(Number)), facts.event.averages, random);
    case 'sum':
      return drawMeasure('sum', null, facts.event.sums, random);
    case 'filtered-sum': {
      const { filterValues, sums } = facts.event;
      const filter = filterValues.filter(() => random.chance(0.5));
      return { ...drawMeasure('sum', null, sums, random), filter: filter.length === 0 ? [random.pick(filterValues)] : filter };
    }
    case 'sets':
      return drawSetTree(facts, random);
    default:
      return drawConjunction(share, facts, sampled, random);
  }
}

/** An amount between two neighbouring hundredths of the customers' amounts. */
function drawMeasure(measure, lastDays, quantiles, random) {
  const place = random.int(0, quantiles.length - 2);
  const [low, high] = [quantiles[place], quantiles[place + 1]];
  const atLeast = Math.max(1, Math.round(low + ((high - low) * random.int(0, 1000)) / 1000) + random.int(0, 99));
  return { measure, atLeast, lastDays, filter: null };
}

/**
 * Five conditions on different attributes that together hold for about a share of the base: within a factor of two in the sample,
 * or else the last of some tries that leaves anybody.
 */
function drawConjunction(share, facts, sampled, random) {
  for (let attempt = 0, each = share ** (1 / CONDITIONS); ; attempt += 1) {
    const left = [...facts.spread.keys()];
    const all = Array.from({ length: Math.min(CONDITIONS, left.length) }, () => {
      const condition = drawCondition(left, each, facts, random);
      left.splice(left.indexOf((condition.not ?? condition).attribute), 1);
      return condition;
    });
    const found = estimateShare({ all }, sampled);
    const isNear = found > share / 2 && found < share * 2;
    if (isNear || (attempt > 20 && found > 0) || attempt > 200) return { all };
    // Attributes go together: what is too narrow is drawn wider, and the other way round.
    each = Math.min(0.99, Math.max(0.01, each * Math.min(1.1, Math.max(0.9, (share / (found + 1e-6)) ** 0.1))));
  }
}

/** The share of the sampled customers that a tree of conditions on attributes holds for. */
function estimateShare(tree, sampled) {
  const size = sampled.values().next().value?.length ?? 0;
  let held = 0;
  for (let row = 0; row < size; row += 1) held += Number(holds(tree, sampled, row));
  return held / size;
}

function holds(tree, sampled, row) {
  if (tree.all !== undefined) return tree.all.every((child) => holds(child, sampled, row));
  if (tree.not !== undefined) return !holds(tree.not, sampled, row);
  const value = sampled.get(tree.attribute)[row];
  if (value === null) return false;
  if (tree.values !== undefined) return tree.values.includes(value);
  return (tree.from === null || value >= tree.from) && (tree.to === null || value < tree.to);
}

/** A condition that holds for about `share` of the base, on one of some attributes: the first of a few tries that fits. */
function drawCondition(attributes, share, facts, random) {
  let best = null;
  for (let attempt = 0; attempt < 8; attempt += 1) {
    const id = random.pick(attributes);
    const found = drawOn(id, facts.spread.get(id), share, random);
    const distance = Math.abs(Math.log((found.share + 1e-6) / share));
    if (best === null || distance < best.distance) best = { ...found, distance };
    if (best.distance < 0.25) break;
  }
  return best.condition;
}

/** Most customers have most attributes, but not all: a share above those who have it is the negation of a smaller one. */
function drawOn(attribute, spread, share, random) {
  if (share > 0.6 * spread.fill) {
    const other = drawOn(attribute, spread, Math.min(1 - share, 0.6 * spread.fill), random);
    return { condition: { not: other.condition }, share: 1 - other.share };
  }
  return spread.values === undefined
    ? drawRange(attribute, spread, share, random)
    : drawValues(attribute, spread, share, random);
}

function drawValues(attribute, { values }, share, random) {
  const left = [...values];
  const taken = [];
  let sum = 0;
  while (left.length > 0 && (taken.length === 0 || sum < share)) {
    const [value] = left.splice(random.int(0, left.length - 1), 1);
    // Rather too few than far too many.
    if (taken.length > 0 && sum + value[1] - share > share - sum) continue;
    taken.push(value[0]);
    sum += value[1];
  }
  return { condition: { attribute, values: taken }, share: sum };
}

function drawRange(attribute, { fill, quantiles }, share, random) {
  const steps = quantiles.length - 1;
  const width = Math.max(1, Math.round((share / fill) * steps));
  const first = random.int(0, steps - width);
  const from = first === 0 && random.chance(0.5) ? null : quantiles[first];
  const to = first + width === steps && from !== null ? null : quantiles[first + width];
  // Repeated quantiles are one value with many customers: the range then holds more or fewer than it would.
  const [start, end] = [from ?? Number.NEGATIVE_INFINITY, to ?? Number.POSITIVE_INFINITY];
  const held = quantiles.filter((quantile) => quantile >= start && quantile < end).length;
  return { condition: { attribute, from, to }, share: (fill * held) / quantiles.length };
}

/** All, any or a mix of five of the known sets, some of them negated. */
function drawSetTree(facts, random) {
  const left = [...facts.sets];
  const leaves = Array.from({ length: CONDITIONS }, () => {
    const [set] = left.splice(random.int(0, left.length - 1), 1);
    return random.chance(0.3) ? { not: set } : set;
  });
  return random.pick([
    { all: leaves },
    { any: leaves },
    { all: [leaves[0], leaves[1], { any: leaves.slice(2) }] },
    { any: [{ all: leaves.slice(0, 2) }, { all: leaves.slice(2) }] },
  ]);
}
