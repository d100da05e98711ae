import { type Attribute, assertNever, type Catalog, type Predicate } from '@silhouette/model';
import type { PlainDefinition, PlainObject } from './plain-definition.ts';
import { drawComparison } from './random-comparison.ts';
import { drawEventCondition, drawSequence } from './random-event-condition.ts';
import type { RandomSource } from './random-source.ts';
import { drawWindow } from './random-window.ts';
import type { SampleValues } from './sample-values.ts';

/** What a random definition is drawn from. */
export interface DefinitionDraft {
  readonly catalog: Catalog;
  readonly samples: SampleValues;
  readonly random: RandomSource;
}

/** Saved audiences are not drawn: a workspace may have none. */
type DrawnKind = Exclude<Predicate['kind'], 'audience'>;

const DRAWN: { readonly [Kind in DrawnKind]: Kind } = {
  customers: 'customers',
  attribute: 'attribute',
  event: 'event',
  sequence: 'sequence',
  all: 'all',
  any: 'any',
  not: 'not',
};

/** A definition of any shape that the grammar has (but saved audiences), at most `depth` groups deep. */
export async function drawPredicate(draft: DefinitionDraft, depth: number): Promise<PlainDefinition> {
  const { random, catalog } = draft;
  const inside = depth > 0 ? 1 : 0;
  const ofEvents = catalog.events.length > 0 ? 1 : 0;
  const weights: Readonly<Record<DrawnKind, number>> = {
    customers: 1,
    attribute: catalog.attributes.length > 0 ? 8 : 0,
    event: 9 * ofEvents,
    sequence: 2 * ofEvents,
    all: 4 * inside,
    any: 3 * inside,
    not: 2 * inside,
  };
  const name = random.pick(Object.values(DRAWN).flatMap((kind) => Array<DrawnKind>(weights[kind]).fill(kind)));
  switch (name) {
    case 'all':
    case 'any': {
      const children: PlainObject[] = [];
      for (let left = random.pick([0, 1, 2, 2, 2, 3, 3]); left > 0; left -= 1)
        children.push(await drawPredicate(draft, depth - 1));
      return { [name]: children };
    }
    case 'not':
      return { not: await drawPredicate(draft, depth - 1) };
    case 'attribute':
      return drawAttributeCondition(draft, random.pick(catalog.attributes));
    case 'event':
      return drawEventCondition(draft, random.pick(catalog.events));
    case 'sequence':
      return drawSequence(draft);
    case 'customers': {
      const keys = await draft.samples.keys();
      const drawKey = (): string => (keys.length > 0 && random.chance(0.9) ? random.pick(keys) : 'nobody');
      return { customers: random.list(random.int(0, 5), drawKey) };
    }
    default:
      return assertNever(name);
  }
}

async function drawAttributeCondition(draft: DefinitionDraft, attribute: Attribute): Promise<PlainObject> {
  const { random, catalog } = draft;
  const zone = catalog.timeZone;
  const samples = await draft.samples.attribute(attribute.id);
  const head = { attribute: attribute.id };
  if (random.chance(0.12)) return { ...head, exists: random.chance(0.5) };
  if (attribute.type === 'date' || attribute.type === 'datetime') {
    if (random.chance(0.35)) {
      const instants = samples.map((sample) => Date.parse(sample));
      return { ...head, within: drawWindow({ random, zone, instants, ahead: true }) };
    }
    if (random.chance(0.3)) return { ...head, anniversary: { next: random.pick([1, 2, 7, 30, 60, 365, 366]), unit: 'day' } };
  }
  return { ...head, ...drawComparison({ random, zone, type: attribute.type, samples }) };
}
