import type { CatalogEvent, ValueType } from '@silhouette/model';
import type { Dictionary } from '../../../i18n/en.ts';
import type { Language } from '../../../i18n/language.ts';
import type { EventMeasure, MeasureKind } from '../definition/tree.ts';

/** What a measure yields, for its comparison. */
export interface MeasureResult {
  readonly type: ValueType;
  readonly unit: string | null;
  /** Whether its values are those of the field, which lists them. */
  readonly isFieldValue: boolean;
  /** Whether "has a value" can be asked. */
  readonly canExist: boolean;
}

/** The result of a measure over an event's rows. */
export function describeMeasureResult(measure: EventMeasure, event: CatalogEvent | undefined, t: Dictionary): MeasureResult {
  const field = event?.fields.find((item) => item.id === measure.field);
  const number = { type: 'number', isFieldValue: false, canExist: false } as const;
  switch (measure.kind) {
    case 'count':
      return { ...number, unit: t.event.countUnits.count };
    case 'days':
      return { ...number, unit: t.event.countUnits.days };
    case 'recency':
      return { ...number, unit: t.window.units[measure.unit ?? 'day'] };
    case 'distinct':
      return { ...number, unit: null };
    case 'sum':
    case 'avg':
      return { ...number, unit: field?.unit ?? null };
    case 'min':
    case 'max':
      return { type: field?.type ?? 'number', unit: field?.unit ?? null, isFieldValue: false, canExist: false };
    case 'first':
    case 'last':
    case 'top':
      return { type: field?.type ?? 'category', unit: field?.unit ?? null, isFieldValue: true, canExist: true };
  }
}

/** Whether a measure can be taken of a field of some type. */
export function canMeasure(kind: MeasureKind, type: ValueType): boolean {
  switch (kind) {
    case 'count':
    case 'days':
    case 'recency':
      return false;
    case 'sum':
    case 'avg':
      return type === 'number';
    case 'min':
    case 'max':
      return type === 'number' || type === 'date' || type === 'datetime';
    case 'distinct':
    case 'first':
    case 'last':
    case 'top':
      return type !== 'tags';
  }
}

/** A measure's name: "average amount per occasion". */
export function nameMeasure(measure: EventMeasure, event: CatalogEvent | undefined, t: Dictionary, lang: Language): string {
  const field = event?.fields.find((item) => item.id === measure.field);
  const isPerOccasion = (event?.hasOccasion ?? false) && measure.per !== 'row';
  const name = t.event.measureName(measure.kind, field?.label[lang] ?? measure.field ?? '', isPerOccasion);
  const isCountOfRows = measure.kind === 'count' && measure.per === 'row' && (event?.hasOccasion ?? false);
  return isCountOfRows ? `${name} (${t.event.perRow})` : name;
}

/** A measure of another kind or field; its comparison stays where it still fits. */
export function changeMeasure(
  measure: EventMeasure,
  event: CatalogEvent | undefined,
  kind: MeasureKind,
  wantedField: string | null,
): EventMeasure {
  const fields = event?.fields.filter((field) => canMeasure(kind, field.type)) ?? [];
  const hasField = kind !== 'count' && kind !== 'days' && kind !== 'recency';
  const field = hasField ? ((fields.find((item) => item.id === wantedField) ?? fields[0])?.id ?? null) : null;
  const changed: EventMeasure = {
    kind,
    field,
    unit: kind === 'recency' ? (measure.unit ?? 'day') : null,
    per: kind === 'count' || kind === 'avg' ? measure.per : null,
    test: measure.test,
  };
  const isSameQuantity = kind === measure.kind && field === measure.field;
  if (isSameQuantity) return changed;
  const first = kind === 'count' ? { gte: '1' } : {};
  return { ...changed, test: { kind: 'compare', compare: first } };
}
