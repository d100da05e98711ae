import { assertNever, type EventType, type Field, type Measure } from '@silhouette/model';
import type { PlainObject } from './plain-definition.ts';
import { drawComparison, drawCountComparison, drawNumberComparison } from './random-comparison.ts';
import type { DefinitionDraft } from './random-predicate.ts';
import type { RandomSource } from './random-source.ts';
import { drawWindow } from './random-window.ts';

/** `{"event": …}` with a filter, a window and a measure, each of them sometimes. */
export async function drawEventCondition(draft: DefinitionDraft, event: EventType): Promise<PlainObject> {
  const { random } = draft;
  return {
    event: event.id,
    ...(await drawRows(draft, event)),
    ...(random.chance(0.85) ? await drawMeasure(draft, event) : drawPer(random, event)),
  };
}

/** Two to four steps, often of one event, with or without a gap. */
export async function drawSequence(draft: DefinitionDraft): Promise<PlainObject> {
  const { random, catalog } = draft;
  const first = random.pick(catalog.events);
  const sequence: PlainObject[] = [];
  for (let left = random.pick([2, 2, 2, 3, 4]); left > 0; left -= 1) {
    const event = random.chance(0.5) ? first : random.pick(catalog.events);
    sequence.push({ event: event.id, ...(await drawRows(draft, event)) });
  }
  const unit = random.pick(['hour', 'day', 'week', 'month'] as const);
  const max = random.int(1, { hour: 72, day: 60, week: 10, month: 6 }[unit]);
  return random.chance(0.6) ? { sequence, gap: { max, unit } } : { sequence };
}

async function drawRows(draft: DefinitionDraft, event: EventType): Promise<PlainObject> {
  const { random } = draft;
  const where: PlainObject[] = [];
  if (event.fields.length > 0 && random.chance(0.5)) {
    for (let left = random.pick([1, 1, 1, 2]); left > 0; left -= 1) where.push(await drawFilter(draft, event, 2));
  }
  const instants = await draft.samples.instants(event.id);
  const window = drawWindow({ random, zone: draft.catalog.timeZone, instants, ahead: false });
  return { ...(where.length > 0 ? { where } : {}), ...(random.chance(0.6) ? { within: window } : {}) };
}

async function drawFilter(draft: DefinitionDraft, event: EventType, depth: number): Promise<PlainObject> {
  const { random } = draft;
  if (depth > 0 && random.chance(0.25)) {
    if (random.chance(0.4)) return { not: await drawFilter(draft, event, depth - 1) };
    const children: PlainObject[] = [];
    for (let left = random.int(0, 3); left > 0; left -= 1) children.push(await drawFilter(draft, event, depth - 1));
    return random.chance(0.5) ? { all: children } : { any: children };
  }
  const field = random.pick(event.fields);
  return {
    field: field.id,
    ...(random.chance(0.15) ? { exists: random.chance(0.5) } : await drawFieldComparison(draft, event, field)),
  };
}

async function drawFieldComparison(draft: DefinitionDraft, event: EventType, field: Field): Promise<PlainObject> {
  const samples = await draft.samples.field(event.id, field.id);
  return drawComparison({ random: draft.random, zone: draft.catalog.timeZone, type: field.type, samples });
}

async function drawMeasure(draft: DefinitionDraft, event: EventType): Promise<PlainObject> {
  const { random } = draft;
  const numbers = event.fields.filter((field) => field.type === 'number');
  const ordered = event.fields.filter((field) => field.type === 'number' || field.type === 'date');
  const single = event.fields.filter((field) => field.type !== 'tags');
  const names: Measure['kind'][] = ['count', 'count', 'days', 'recency'];
  if (numbers.length > 0) names.push('sum', 'sum', 'avg', 'avg');
  if (ordered.length > 0) names.push('min', 'max');
  if (single.length > 0) names.push('distinct', 'first', 'last', 'top');
  const name = random.pick(names);
  switch (name) {
    case 'count':
      return { count: drawCountComparison(random, 5), ...drawPer(random, event) };
    case 'days':
      return { days: drawCountComparison(random, 5) };
    case 'recency': {
      const unit = random.pick(['hour', 'day', 'week', 'month', 'year'] as const);
      return { recency: { unit, ...drawCountComparison(random, { hour: 2000, day: 90, week: 20, month: 12, year: 2 }[unit]) } };
    }
    case 'sum':
    case 'avg': {
      const field = random.pick(numbers);
      const comparison = drawNumberComparison(random, await draft.samples.field(event.id, field.id));
      return { [name]: { field: field.id, ...comparison }, ...(name === 'avg' ? drawPer(random, event) : {}) };
    }
    case 'min':
    case 'max': {
      const field = random.pick(ordered);
      return { [name]: { field: field.id, ...(await drawFieldComparison(draft, event, field)) } };
    }
    case 'distinct':
      return { distinct: { field: random.pick(single).id, ...drawCountComparison(random, 4) } };
    case 'first':
    case 'last':
    case 'top': {
      const field = random.pick(single);
      const test = random.chance(0.2) ? { exists: random.chance(0.5) } : await drawFieldComparison(draft, event, field);
      return { [name]: { field: field.id, ...test } };
    }
    default:
      return assertNever(name);
  }
}

function drawPer(random: RandomSource, event: EventType): PlainObject {
  if (random.chance(0.6)) return {};
  return { per: event.hasOccasion && random.chance(0.5) ? 'occasion' : 'row' };
}
