import type { CatalogAnswer, CatalogEntryAnswer, CatalogField } from '@silhouette/model';
import {
  attachUnit,
  formatCount,
  formatDayText,
  formatDecimalText,
  formatInstant,
  formatShare,
  NO_VALUE,
} from '../../i18n/format.ts';
import { useLanguage } from '../../i18n/language.ts';
import { EntrySeen } from './entry-seen.tsx';
import { Fact } from './fact.tsx';
import type { CatalogEntry } from './find-subject.ts';
import { readFillRate } from './sort-attributes.ts';

interface EntryFactsProps {
  readonly catalog: CatalogAnswer;
  readonly entry: CatalogEntry;
  /** Where its values come from; null while that is not known, and for events and fields. */
  readonly source: CatalogEntryAnswer['source'];
}

/** What the data says of an entry: type, source, how many have it, range, privacy. */
export function EntryFacts({ catalog, entry, source }: EntryFactsProps) {
  const { t, lang } = useLanguage();
  const texts = t.catalogPage.facts;
  const instant = (iso: string | null) => (iso === null ? NO_VALUE : formatInstant(iso, catalog.timeZone, lang));
  if (entry.kind === 'event') {
    const { event } = entry;
    return (
      <dl className="entry-facts">
        <Fact name={t.shell.rows}>{formatCount(event.rows, lang)}</Fact>
        <Fact name={t.shell.customers}>{formatCount(event.customers, lang)}</Fact>
        <Fact name={texts.firstSeen}>{instant(event.first)}</Fact>
        <Fact name={texts.lastSeen}>{instant(event.last)}</Fact>
        <Fact name={t.shell.fields}>{event.fields.map((field) => field.label[lang]).join(', ') || NO_VALUE}</Fact>
      </dl>
    );
  }
  const item = entry.kind === 'attribute' ? entry.attribute : entry.field;
  const fillRate = readFillRate(item);
  const isTime = item.type === 'date' || item.type === 'datetime';
  return (
    <dl className="entry-facts">
      <Fact name={t.shell.type}>{t.catalog.types[item.type]}</Fact>
      {entry.kind === 'field' ? <Fact name={texts.ofEvent}>{entry.event.label[lang]}</Fact> : null}
      {source === null ? null : source.kind === 'computed' ? (
        <Fact name={t.shell.source}>{texts.computed(source.how[lang])}</Fact>
      ) : (
        <Fact name={t.shell.source}>
          <span className="mono">{source.column ?? source.sql}</span>
        </Fact>
      )}
      <Fact name={t.shell.filled}>
        {texts.filled(formatShare(fillRate, lang), item.present, formatCount(item.present, lang), entry.kind === 'field')}
      </Fact>
      {item.distinct === null ? null : <Fact name={t.shell.distinct}>{formatCount(item.distinct, lang)}</Fact>}
      {item.min === null ? null : <Fact name={isTime ? texts.earliest : t.shell.smallest}>{writeEdge(item, item.min)}</Fact>}
      {item.max === null ? null : <Fact name={isTime ? texts.latest : t.shell.largest}>{writeEdge(item, item.max)}</Fact>}
      <EntrySeen catalog={catalog} entry={entry} />
      <Fact name={texts.privacy}>{texts.classes[item.privacy]}</Fact>
      {item.hidden ? <Fact name={t.shell.hidden}>{texts.hidden}</Fact> : null}
    </dl>
  );

  function writeEdge(of: CatalogField, text: string): string {
    if (of.type === 'number') return attachUnit(formatDecimalText(text, lang), of.unit, lang);
    if (of.type === 'date') return formatDayText(text, lang);
    return of.type === 'datetime' ? instant(text) : text;
  }
}
