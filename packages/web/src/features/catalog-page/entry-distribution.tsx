import { useCatalogRows, useLargestValues, usePanel } from '../../api/queries.ts';
import { formatDayText, formatInstantDay, formatShort } from '../../i18n/format.ts';
import { useLanguage } from '../../i18n/language.ts';
import { describeValue } from '../explore/describe.ts';
import { EntryBars } from './entry-bars.tsx';
import { EntryHistogram } from './entry-histogram.tsx';
import type { CatalogEntry } from './find-subject.ts';

const EVERYONE = { audience: { all: [] }, asOf: null, snapshot: null } as const;

interface EntryDistributionProps<Entry = CatalogEntry> {
  readonly entry: Entry;
  /** Zone whose days rows are of. */
  readonly timeZone: string;
}

/** How the values of an entry are spread among everyone, or the rows of an event over time: the largest values, or a histogram. */
export function EntryDistribution({ entry, timeZone }: EntryDistributionProps) {
  switch (entry.kind) {
    case 'event':
      return <RowsDistribution entry={entry} timeZone={timeZone} />;
    case 'attribute':
      return entry.attribute.type === 'text' ? null : <AttributeDistribution entry={entry} />;
    default: {
      const { type } = entry.field;
      if (type === 'category' || type === 'tags' || type === 'boolean') return <FieldDistribution entry={entry} />;
      return type === 'text' ? null : <RowsDistribution entry={entry} timeZone={timeZone} />;
    }
  }
}

function AttributeDistribution({ entry }: { readonly entry: Extract<CatalogEntry, { kind: 'attribute' }> }) {
  const texts = useLanguage();
  const { t, lang } = texts;
  const { attribute } = entry;
  const panel = usePanel(EVERYONE, attribute.id).data ?? null;
  if (panel === null || panel.type === 'text') return null;
  if ('histogram' in panel) {
    const bins = panel.histogram.map(({ from, to, baseCount }) => ({ from, to, count: baseCount }));
    const isNumber = panel.type === 'number';
    const edge = (text: string) => (isNumber ? formatShort(text, lang) : formatDayText(text.slice(0, 10), lang));
    const { min, median, max } = panel;
    const isTold = min !== null && median !== null && max !== null;
    return (
      <EntryHistogram
        title={t.catalogPage.distribution}
        isNumber={isNumber}
        bins={bins}
        about={isTold ? t.catalogPage.histogram(edge(min), edge(median), edge(max)) : null}
      />
    );
  }
  const naming = { type: attribute.type, unit: attribute.unit, labels: new Map<string, string>() };
  const bars = panel.values.map((item) => ({
    key: item.value,
    label: item.labels?.[lang] ?? (item.label === item.value ? describeValue(item.value, naming, texts) : item.label),
    count: item.baseCount,
  }));
  return (
    <EntryBars
      title={t.catalogPage.distribution}
      bars={bars}
      whole={panel.basePresent}
      distinct={attribute.distinct}
      isCut={panel.otherBase > 0}
    />
  );
}

function FieldDistribution({ entry }: { readonly entry: Extract<CatalogEntry, { kind: 'field' }> }) {
  const { t, lang } = useLanguage();
  const { event, field } = entry;
  const answer = useLargestValues({ kind: 'field', event: event.id, field: field.id }, true).data;
  if (answer === undefined || answer.values.length === 0) return null;
  const bars = answer.values.map(({ value, label, count }) => ({ key: value, label: label[lang], count }));
  return (
    <EntryBars
      title={t.catalogPage.byCustomers}
      bars={bars}
      whole={event.customers ?? bars[0]?.count ?? 0}
      distinct={field.distinct}
      isCut={answer.more}
    />
  );
}

function RowsDistribution({ entry, timeZone }: EntryDistributionProps<Exclude<CatalogEntry, { kind: 'attribute' }>>) {
  const { t, lang } = useLanguage();
  const texts = t.catalogPage;
  const field = entry.kind === 'field' ? entry.field : null;
  const rows = useCatalogRows(entry.event.id, field?.id ?? null).data;
  if (rows === undefined || rows.histogram.length === 0) return null;
  const isNumber = field?.type === 'number';
  const [min, max] = field === null ? [rows.first, rows.last] : [field.min, field.max];
  const edge = (text: string) =>
    field === null
      ? formatInstantDay(text, timeZone, lang)
      : isNumber
        ? formatShort(text, lang)
        : formatDayText(text.slice(0, 10), lang);
  return (
    <EntryHistogram
      title={field === null ? texts.overTime : texts.byRows}
      isNumber={isNumber}
      bins={rows.histogram}
      about={min === null || max === null ? null : texts.range(edge(min), edge(max))}
    />
  );
}
