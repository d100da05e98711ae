import {
  type Attribute,
  assertNever,
  type Catalog,
  type Decimal,
  findAttribute,
  formatDay,
  formatDecimalAt,
  type Label,
  type Panel,
  type PanelBin,
  type PanelValue,
  SilhouetteError,
  type ValueType,
} from '@silhouette/model';
import type { DatePanelData, NumberPanelData, PanelData, ValuesPanelData } from '../audience-engine.ts';

/** A panel of an answer: labelled, with shares and ratios, exact decimals as text. */
export function answerPanel(catalog: Catalog, data: PanelData): Panel {
  const attribute = findAttribute(catalog, data.attribute);
  if (attribute === undefined)
    throw SilhouetteError.of('internal', `A panel of "${data.attribute}" came back, which the catalog has not.`);
  const { present, missing, basePresent } = data;
  const head = { attribute: data.attribute, present, missing, basePresent };
  switch (data.kind) {
    case 'values':
      return { ...head, type: pick(attribute.type, ['category', 'boolean', 'tags']), ...answerValues(attribute, data) };
    case 'number':
      return { ...head, type: 'number', ...answerNumbers(attribute.decimals, data) };
    case 'date':
      return { ...head, type: pick(attribute.type, ['date', 'datetime']), ...answerDates(attribute.type, data) };
    case 'presence':
      return { ...head, type: 'text' };
    default:
      return assertNever(data);
  }
}

/** A part of a whole as an unrounded double; null when there is no whole. */
export function shareOf(part: number, whole: number): number | null {
  return whole === 0 ? null : part / whole;
}

function answerValues(attribute: Attribute, data: ValuesPanelData) {
  const values = data.values.map(({ value, count, baseCount }) => {
    const share = shareOf(count, data.present);
    const baseShare = shareOf(baseCount, data.basePresent);
    const ratio = share === null || baseShare === null || baseShare === 0 ? null : share / baseShare;
    const labels = attribute.values.get(value);
    const named = nameValue(value, labels);
    return { value, ...named, count, share, baseCount, baseShare, ratio };
  });
  return { values, other: data.other, otherBase: data.otherBase };
}

/** The name of a value, and both languages' names where they differ. */
function nameValue(value: string, labels: Label | undefined): Pick<PanelValue, 'label' | 'labels'> {
  if (labels === undefined) return { label: value };
  return labels.ko === labels.en ? { label: labels.en } : { label: labels.en, labels: { ...labels } };
}

function answerNumbers(decimals: number, data: NumberPanelData) {
  const text = (value: Decimal): string => formatDecimalAt(value, Math.max(decimals, value.scale));
  const orNull = (value: Decimal | null): string | null => (value === null ? null : text(value));
  return {
    sum: orNull(data.sum),
    mean: data.present === 0 || data.sum === null ? null : Number(formatDecimalAt(data.sum, data.sum.scale)) / data.present,
    min: orNull(data.min),
    median: orNull(data.median),
    max: orNull(data.max),
    histogram: data.bins.map(
      ({ from, to, count, baseCount }): PanelBin => ({
        from: from === null ? null : formatDecimalAt(from, from.scale),
        to: to === null ? null : formatDecimalAt(to, to.scale),
        count,
        baseCount,
      }),
    ),
  };
}

function answerDates(type: ValueType, data: DatePanelData) {
  const text = (value: number | null): string | null => {
    if (value === null) return null;
    return type === 'date' ? formatDay(value) : new Date(value).toISOString();
  };
  const day = (value: number | null): string | null => (value === null ? null : formatDay(value));
  return {
    min: text(data.min),
    median: text(data.median),
    max: text(data.max),
    histogram: data.bins.map(
      ({ fromDay, toDay, count, baseCount }): PanelBin => ({ from: day(fromDay), to: day(toDay), count, baseCount }),
    ),
  };
}

function pick<T extends ValueType>(type: ValueType, allowed: readonly T[]): T {
  const found = allowed.find((one) => one === type);
  if (found === undefined) throw SilhouetteError.of('internal', `A panel of type ${type} came back as another kind.`);
  return found;
}
