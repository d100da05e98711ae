import type { Panel } from '@silhouette/model';
import { useLargestValues, usePanel } from '../../api/queries.ts';
import { formatCount, formatDayText, formatShare, formatShort } from '../../i18n/format.ts';
import { useLanguage } from '../../i18n/language.ts';
import { describeValue } from '../explore/describe.ts';
import type { CatalogEntry } from './find-subject.ts';

/** Values listed. */
const MOST_VALUES = 8;
const EVERYONE = { audience: { all: [] }, asOf: null, snapshot: null } as const;

/** How the values of an entry are spread among everyone: the largest values, or a histogram. */
export function EntryDistribution({ entry }: { readonly entry: CatalogEntry }) {
  if (entry.kind === 'event') return null;
  if (entry.kind === 'attribute') return entry.attribute.type === 'text' ? null : <AttributeDistribution entry={entry} />;
  const { type } = entry.field;
  return type === 'category' || type === 'tags' || type === 'boolean' ? <FieldDistribution entry={entry} /> : null;
}

interface Bar {
  readonly key: string;
  readonly label: string;
  readonly count: number;
}

function AttributeDistribution({ entry }: { readonly entry: Extract<CatalogEntry, { kind: 'attribute' }> }) {
  const texts = useLanguage();
  const { t, lang } = texts;
  const { attribute } = entry;
  const panel = usePanel(EVERYONE, attribute.id).data ?? null;
  if (panel === null || panel.type === 'text') return null;
  if ('histogram' in panel) return <Histogram panel={panel} />;
  const naming = { type: attribute.type, unit: attribute.unit, labels: new Map<string, string>() };
  const bars = panel.values.map((item) => ({
    key: item.value,
    label: item.labels?.[lang] ?? (item.label === item.value ? describeValue(item.value, naming, texts) : item.label),
    count: item.baseCount,
  }));
  return <BarList title={t.catalogPage.distribution} bars={bars} whole={panel.basePresent} />;
}

function FieldDistribution({ entry }: { readonly entry: Extract<CatalogEntry, { kind: 'field' }> }) {
  const { t, lang } = useLanguage();
  const { event, field } = entry;
  const values = useLargestValues({ kind: 'field', event: event.id, field: field.id }, true).data?.values ?? [];
  if (values.length === 0) return null;
  const bars = values.map(({ value, label, count }) => ({ key: value, label: label[lang], count }));
  return <BarList title={t.catalogPage.byCustomers} bars={bars} whole={event.customers ?? values[0]?.count ?? 0} />;
}

function BarList({ title, bars, whole }: { readonly title: string; readonly bars: readonly Bar[]; readonly whole: number }) {
  const { t, lang } = useLanguage();
  const sorted = bars.toSorted((a, b) => b.count - a.count);
  const largest = Math.max(1, sorted[0]?.count ?? 0);
  return (
    <section>
      <h3>{title}</h3>
      <ul className="plain-list entry-bars">
        {sorted.slice(0, MOST_VALUES).map(({ key, label, count }) => (
          <li key={key}>
            <span className="entry-bar-label">{label}</span>
            <span className="entry-bar" aria-hidden="true">
              <span style={{ width: `${(count / largest) * 100}%` }} />
            </span>
            <span className="numeric">
              {formatCount(count, lang)} ({formatShare(whole === 0 ? null : count / whole, lang)})
            </span>
          </li>
        ))}
      </ul>
      {sorted.length > MOST_VALUES ? <p className="hint">{t.catalogPage.moreValues(sorted.length - MOST_VALUES)}</p> : null}
    </section>
  );
}

interface HistogramProps {
  readonly panel: Extract<Panel, { histogram: unknown }>;
}

function Histogram({ panel }: HistogramProps) {
  const { t, lang } = useLanguage();
  const { histogram: bins, min, median, max } = panel;
  const isNumber = panel.type === 'number';
  const edge = (text: string | null) =>
    text === null ? '' : isNumber ? formatShort(text, lang) : formatDayText(text.slice(0, 10), lang);
  const largest = Math.max(1, ...bins.map((bin) => bin.baseCount));
  const width = 480 / Math.max(1, bins.length);
  return (
    <section>
      <h3>{t.catalogPage.distribution}</h3>
      <svg
        className="entry-histogram"
        viewBox="0 0 480 64"
        preserveAspectRatio="none"
        role="img"
        aria-label={t.catalogPage.histogram(edge(min), edge(median), edge(max))}
      >
        {bins.map((bin, index) => {
          const height = bin.baseCount === 0 ? 0 : Math.max(1, (bin.baseCount / largest) * 64);
          return (
            <rect key={bin.to ?? 'last'} x={index * width} y={64 - height} width={Math.max(1, width - 1)} height={height}>
              <title>{`${edge(bin.from)}–${edge(bin.to)}: ${formatCount(bin.baseCount, lang)}`}</title>
            </rect>
          );
        })}
      </svg>
      <p className="hint">{t.catalogPage.histogram(edge(min), edge(median), edge(max))}</p>
    </section>
  );
}
