import type { AttributeId } from '../brand.ts';
import type { AttributeDraft, ComputedMeasure, ComputedSpec, EventType, Field } from './catalog.ts';
import { draftComputedAttribute } from './draft-computed-attribute.ts';

/** Windows of the standard set: name in the id, days (null = all time). */
const WINDOWS = [
  { name: 'all', days: null },
  { name: '365d', days: 365 },
  { name: '90d', days: 90 },
  { name: '30d', days: 30 },
] as const;

const EVENT_MEASURES: readonly { readonly name: string; readonly measure: ComputedMeasure }[] = [
  { name: 'count', measure: 'count' },
  { name: 'rows', measure: 'rows' },
  { name: 'days', measure: 'days' },
  { name: 'recency', measure: 'recency' },
  { name: 'first', measure: 'firstDate' },
  { name: 'last', measure: 'lastDate' },
];
const NUMBER_MEASURES = ['sum', 'avg', 'min', 'max'] as const;
const CATEGORY_MEASURES = ['first', 'last', 'top', 'distinct'] as const;

/**
 * The attributes of `computed.standard`, event by event, measure by measure, each over all time and the last 365, 90 and
 * 30 days: `<measure>_<event>[_<field>]_<window>`. Ids are not compared with each other here (`resolveComputed` does).
 */
export function standardAttributes(events: readonly EventType[]): readonly AttributeDraft[] {
  return events.flatMap((event) => [
    ...EVENT_MEASURES.filter(({ measure }) => measure !== 'rows' || event.hasOccasion).flatMap(({ name, measure }) =>
      draftWindows(event, null, name, measure),
    ),
    ...event.fields.flatMap((field) => measuresOf(field).flatMap((measure) => draftWindows(event, field, measure, measure))),
  ]);
}

/** Whether an attribute is one of the standard set: its id is the one that its definition has there. */
export function isStandardId(id: AttributeId, spec: ComputedSpec): boolean {
  const window = WINDOWS.find(({ days }) => isLastDays(spec, days));
  const name = EVENT_MEASURES.find(({ measure }) => measure === spec.measure)?.name ?? spec.measure;
  return window !== undefined && spec.where.length === 0 && id === standardId(name, spec.event, spec.field, window.name);
}

function isLastDays(spec: ComputedSpec, days: number | null): boolean {
  const window = spec.within;
  if (window === null || days === null) return window === days;
  return window.kind === 'last' && window.unit === 'day' && window.n === days;
}

function measuresOf(field: Field): readonly (typeof NUMBER_MEASURES | typeof CATEGORY_MEASURES)[number][] {
  if (field.type === 'number') return NUMBER_MEASURES;
  return field.type === 'category' ? CATEGORY_MEASURES : [];
}

function draftWindows(event: EventType, field: Field | null, name: string, measure: ComputedMeasure): AttributeDraft[] {
  return WINDOWS.map((window) => {
    const spec: ComputedSpec = {
      event: event.id,
      measure,
      field: field?.id ?? null,
      recencyUnit: measure === 'recency' ? 'day' : null,
      within: window.days === null ? null : { kind: 'last', n: window.days, unit: 'day' },
      where: [],
    };
    return draftComputedAttribute(standardId(name, event.id, field?.id ?? null, window.name), spec, event, field, null);
  });
}

function standardId(name: string, event: string, field: string | null, window: string): string {
  return [name, event, ...(field === null ? [] : [field]), window].join('_');
}
