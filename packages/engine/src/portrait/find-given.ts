import { type Attribute, assertNever, type FieldFilter, type Predicate } from '@silhouette/model';

/** What definitions ask about: an attribute that they name tells nothing new, nor one that measures the same events alike. */
export interface Given {
  readonly attributes: ReadonlySet<string>;
  readonly events: readonly GivenEvent[];
}

/** One event condition, and every field that it tests. */
interface GivenEvent {
  readonly event: string;
  readonly fields: ReadonlySet<string>;
}

/** Why an attribute is given. */
export type GivenReason = 'named' | 'same-event';

/** What a definition asks about, wherever it stands in it. */
export function findGiven(predicate: Predicate): Given {
  const attributes = new Set<string>();
  const events: GivenEvent[] = [];
  visit(predicate, attributes, events);
  return { attributes, events };
}

/**
 * Why an attribute is given by a definition, or null: it is named there, or computed from an event that the definition asks
 * about and says what any such condition does, that there was one (how often, how lately), or something of a field that is
 * tested. A filter (`where`) by a field that is not tested makes it news.
 */
export function findGivenReason({ id, origin }: Pick<Attribute, 'id' | 'origin'>, given: Given): GivenReason | null {
  if (given.attributes.has(id)) return 'named';
  if (origin.kind !== 'computed') return null;
  const { event, measure, field, where } = origin.spec;
  const isSame = given.events.some(
    (one) =>
      one.event === event &&
      (field === null ? measure !== 'firstDate' : one.fields.has(field)) &&
      where.flatMap(listFields).every((filtered) => one.fields.has(filtered)),
  );
  return isSame ? 'same-event' : null;
}

function visit(predicate: Predicate, attributes: Set<string>, events: GivenEvent[]): void {
  switch (predicate.kind) {
    case 'all':
    case 'any':
      for (const child of predicate.children) visit(child, attributes, events);
      return;
    case 'not':
      visit(predicate.child, attributes, events);
      return;
    case 'attribute':
      attributes.add(predicate.attribute);
      return;
    case 'event': {
      const { measure } = predicate;
      const fields = new Set(predicate.where.flatMap(listFields));
      if ('field' in measure) fields.add(measure.field);
      events.push({ event: predicate.event, fields });
      return;
    }
    case 'sequence':
      for (const { event, where } of predicate.steps) {
        events.push({ event, fields: new Set(where.flatMap(listFields)) });
      }
      return;
    case 'customers':
    case 'audience':
      return;
    default:
      assertNever(predicate);
  }
}

function listFields(filter: FieldFilter): readonly string[] {
  switch (filter.kind) {
    case 'all':
    case 'any':
      return filter.children.flatMap(listFields);
    case 'not':
      return listFields(filter.child);
    case 'field':
      return [filter.field];
    default:
      return assertNever(filter);
  }
}
