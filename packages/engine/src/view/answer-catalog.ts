import type { Snapshot } from '@silhouette/lake';
import { type CatalogAnswer, type CatalogField, isPersonal, type ResolvedPredicate, toCatalogAnswer } from '@silhouette/model';
import type { AudienceEngine, Question } from '../audience-engine.ts';
import { parseDefinition } from '../verify/parse-definition.ts';
import { viewOf } from './view.ts';

const EVERYONE: ResolvedPredicate = { kind: 'all', children: [] };

/**
 * What can be asked of a snapshot, with the figures of its columns. A load has counted them among all customers: to who may not
 * know of all, or of small groups, those that can be counted among theirs are, and the others are null.
 */
export async function answerCatalog(engine: AudienceEngine, snapshot: Snapshot): Promise<CatalogAnswer> {
  const everyone: Question = { snapshot, asOfMs: snapshot.asOfMs, predicate: EVERYONE };
  const { catalog, id, asOfMs } = snapshot;
  const view = viewOf(snapshot);
  if (view === null || (view.scope === null && view.rounding === null)) {
    const answer = toCatalogAnswer(catalog, id, asOfMs, (await engine.count(everyone)).base);
    return view?.masksPersonal === true ? hideValues(answer) : answer;
  }
  const counted = await engine.portrait(
    everyone,
    { kind: 'everyone' },
    catalog.attributes.map((attribute) => attribute.id),
  );
  const whole = toCatalogAnswer(catalog, id, asOfMs, counted.base);
  const answer = view.masksPersonal ? hideValues(whole) : whole;
  const present = new Map<string, number>(counted.attributes.map((one) => [one.attribute, one.present]));
  const customers = new Map<string, number>();
  for (const event of catalog.events) {
    const predicate = parseDefinition({ event: event.id }, catalog);
    customers.set(event.id, (await engine.count({ ...everyone, predicate })).count);
  }
  return {
    ...answer,
    attributes: answer.attributes.map((attribute) => {
      const count = present.get(attribute.id) ?? null;
      const missing = count === null ? null : Math.max(0, counted.base - count);
      return { ...hideFigures(attribute), present: count, missing };
    }),
    events: answer.events.map((event) => ({
      ...event,
      fields: event.fields.map(hideFigures),
      ...{ rows: null, customers: customers.get(event.id) ?? null, first: null, last: null },
    })),
  };
}

/** The least and the largest value are each somebody's: of personal ones they are masked like all others. */
function hideValues(answer: CatalogAnswer): CatalogAnswer {
  const hide = <T extends CatalogField>(field: T): T =>
    isPersonal(field.privacy) ? { ...field, distinct: null, min: null, max: null, order: null } : field;
  return {
    ...answer,
    attributes: answer.attributes.map(hide),
    events: answer.events.map((event) => ({ ...event, fields: event.fields.map(hide) })),
  };
}

function hideFigures<T extends CatalogField>(field: T): T {
  return { ...field, present: null, missing: null, distinct: null, min: null, max: null };
}
