import type { CatalogAnswer, CatalogEvent, CatalogField } from '@silhouette/model';
import { useCatalogRows } from '../../api/queries.ts';
import { describeAsOf } from '../../i18n/describe-as-of.ts';
import { formatInstant } from '../../i18n/format.ts';
import { useLanguage } from '../../i18n/language.ts';
import { Fact } from './fact.tsx';
import type { CatalogEntry } from './find-subject.ts';

interface EntrySeenProps {
  readonly catalog: CatalogAnswer;
  readonly entry: Exclude<CatalogEntry, { kind: 'event' }>;
}

/**
 * When values of an entry were first and last seen: the rows with a value of a field, the rows of the event that an attribute is
 * computed from; the customer table has no times, only the newest data.
 */
export function EntrySeen({ catalog, entry }: EntrySeenProps) {
  const { t, lang } = useLanguage();
  const texts = t.catalogPage.facts;
  if (entry.kind === 'field') return <FieldSeen event={entry.event} field={entry.field} timeZone={catalog.timeZone} />;
  const { attribute } = entry;
  if (attribute.origin === 'computed') {
    const event = catalog.events.find((one) => one.id === attribute.event);
    return event === undefined ? null : (
      <Seen first={event.first} last={event.last} of={event.label[lang]} timeZone={catalog.timeZone} />
    );
  }
  return <Fact name={texts.seen}>{texts.inNewest(describeAsOf(catalog.asOf, catalog.timeZone, { t, lang }))}</Fact>;
}

interface FieldSeenProps {
  readonly event: CatalogEvent;
  readonly field: CatalogField;
  readonly timeZone: string;
}

function FieldSeen({ event, field, timeZone }: FieldSeenProps) {
  const rows = useCatalogRows(event.id, field.id).data;
  return rows === undefined ? null : <Seen first={rows.first} last={rows.last} of={null} timeZone={timeZone} />;
}

interface SeenProps {
  readonly first: string | null;
  readonly last: string | null;
  /** Whose rows were seen; null: its own. */
  readonly of: string | null;
  readonly timeZone: string;
}

function Seen({ first, last, of, timeZone }: SeenProps) {
  const { t, lang } = useLanguage();
  const texts = t.catalogPage.facts;
  if (first === null || last === null) return null;
  const instant = (iso: string) => formatInstant(iso, timeZone, lang);
  const tell = (text: string) => (of === null ? text : texts.ofRows(text, of));
  return (
    <>
      <Fact name={texts.firstSeen}>{tell(instant(first))}</Fact>
      <Fact name={texts.lastSeen}>{tell(instant(last))}</Fact>
    </>
  );
}
