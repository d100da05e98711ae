import { isPersonal, type PrivacyClass, privacyOf, strictestClass } from '../access/privacy-class.ts';
import type { AttributeId, FieldId } from '../brand.ts';
import type { FieldFilter } from '../predicate/predicate.ts';
import type { AttributeDraft, ComputedSpec, EventType, Field } from './catalog.ts';
import type { DescribedSpec } from './catalog-file.ts';
import { computedLabel } from './computed-label.ts';
import { computedValueType } from './computed-value-type.ts';

const VALUE_MEASURES: ReadonlySet<string> = new Set(['first', 'last', 'top', 'min', 'max']);

/** Whether the values of an attribute of this measure are its field's. */
export function takesFieldValues(measure: ComputedSpec['measure']): boolean {
  return VALUE_MEASURES.has(measure);
}

/** As private as the most private of what it is made of, or more where the file says so. */
function classifyComputed(
  spec: ComputedSpec,
  event: EventType,
  field: Field | null,
  described: DescribedSpec | null,
): PrivacyClass {
  const asked = new Set(listFilterFields(spec.where));
  const sources = [...(field === null ? [] : [field]), ...event.fields.filter(({ id }) => asked.has(id))].map(privacyOf);
  const own: PrivacyClass =
    described === null || (!described.pii && described.privacy === undefined) ? 'public' : privacyOf(described);
  const most = sources.reduce(strictestClass, own);
  // Counting rows tells of behaviour: nothing computed is public unless the file says so.
  return most === 'public' && described?.privacy !== 'public' ? 'internal' : most;
}

function listFilterFields(filters: readonly FieldFilter[]): readonly FieldId[] {
  return filters.flatMap((filter) => {
    if (filter.kind === 'field') return [filter.field];
    return listFilterFields(filter.kind === 'not' ? [filter.child] : filter.children);
  });
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
  const privacy = classifyComputed(spec, event, field, described);
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
    pii: isPersonal(privacy),
    privacy,
    hidden: (described?.hidden ?? false) || (described === null && (event.hidden || (field?.hidden ?? false))),
    origin: { kind: 'computed', spec },
  };
}
