import type { AttributeId } from '../brand.ts';
import type { AttributeDraft, ComputedSpec, EventType, Field } from './catalog.ts';
import type { DescribedSpec } from './catalog-file.ts';
import { computedLabel } from './computed-label.ts';
import { computedValueType } from './computed-value-type.ts';

const VALUE_MEASURES: ReadonlySet<string> = new Set(['first', 'last', 'top', 'min', 'max']);

/** Whether the values of an attribute of this measure are its field's. */
export function takesFieldValues(measure: ComputedSpec['measure']): boolean {
  return VALUE_MEASURES.has(measure);
}

/**
 * The attribute that a computation makes. What the file does not say (`described`, null = nothing) comes from the field:
 * names and order of values where the attribute's values are the field's, privacy always.
 */
export function draftComputedAttribute(
  id: string,
  spec: ComputedSpec,
  event: EventType,
  field: Field | null,
  described: DescribedSpec | null,
): AttributeDraft {
  const { type, decimals, unit } = computedValueType(spec.measure, field, spec.recencyUnit);
  const takesValues = field !== null && takesFieldValues(spec.measure);
  return {
    // The ids of the file were checked when it was read; those of the standard set are made of such ids.
    id: id as AttributeId,
    type,
    decimals,
    label: described?.label ?? computedLabel(spec, event, field),
    description: described?.description ?? null,
    group: described?.group ?? event.label.en,
    unit: described?.unit ?? unit,
    order: described?.order ?? (takesValues ? field.order : null),
    values: new Map([...(takesValues ? field.values : []), ...(described?.values ?? [])]),
    synonyms: described?.synonyms ?? [],
    pii: (described?.pii ?? false) || (field?.pii ?? false),
    hidden: (described?.hidden ?? false) || (described === null && (event.hidden || (field?.hidden ?? false))),
    origin: { kind: 'computed', spec },
  };
}
