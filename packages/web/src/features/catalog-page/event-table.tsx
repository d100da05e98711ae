import type { CatalogEvent } from '@silhouette/model';
import { formatCount, formatInstant, NO_VALUE } from '../../i18n/format.ts';
import { useLanguage } from '../../i18n/language.ts';

interface EventTableProps {
  readonly events: readonly CatalogEvent[];
  /** Zone in which instants are written. */
  readonly timeZone: string;
}

/** Events, one a row, with the names of their fields. */
export function EventTable({ events, timeZone }: EventTableProps) {
  const { t, lang } = useLanguage();
  const instant = (iso: string | null) => (iso === null ? NO_VALUE : formatInstant(iso, timeZone, lang));
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
    <section className="table-scroll" tabIndex={0} aria-label={t.shell.events}>
      <table className="table catalog-table">
        <thead>
          <tr>
            <th scope="col">{t.shell.name}</th>
            <th scope="col">{t.shell.fields}</th>
            <th scope="col" className="numeric">
              {t.shell.rows}
            </th>
            <th scope="col" className="numeric">
              {t.shell.customers}
            </th>
            <th scope="col">{t.shell.first}</th>
            <th scope="col">{t.shell.last}</th>
          </tr>
        </thead>
        <tbody>
          {events.map((event) => (
            <tr key={event.id}>
              <th scope="row">
                <span className="entry-name">{event.label[lang]}</span>{' '}
                {event.hidden ? <span className="badge badge-off">{t.shell.hidden}</span> : null}
                <span className="entry-id mono">{event.id}</span>
                {event.description === null ? null : <span className="entry-text">{event.description[lang]}</span>}
              </th>
              <td className="entry-fields">{event.fields.map((field) => field.label[lang]).join(', ')}</td>
              <td className="numeric">{formatCount(event.rows, lang)}</td>
              <td className="numeric">{formatCount(event.customers, lang)}</td>
              <td>{instant(event.first)}</td>
              <td>{instant(event.last)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
