import type { CatalogEvent, CatalogSubject } from '@silhouette/model';
import { formatCount, formatInstant, NO_VALUE } from '../../i18n/format.ts';
import { useLanguage } from '../../i18n/language.ts';
import { writeSubjectAddress } from './subject-address.ts';

interface EventTableProps {
  readonly events: readonly CatalogEvent[];
  /** Zone in which instants are written. */
  readonly timeZone: string;
  /** Addresses of the entries whose words are edited. */
  readonly edited: ReadonlySet<string>;
  readonly onOpen: (subject: CatalogSubject) => void;
}

/** Events, one a row, with their fields. */
export function EventTable({ events, timeZone, edited, onOpen }: EventTableProps) {
  const { t, lang } = useLanguage();
  const instant = (iso: string | null) => (iso === null ? NO_VALUE : formatInstant(iso, timeZone, lang));
  const isEdited = (subject: CatalogSubject) => edited.has(writeSubjectAddress(subject));
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
                <button
                  type="button"
                  className="entry-name entry-open"
                  onClick={() => onOpen({ kind: 'event', event: event.id })}
                >
                  {event.label[lang]}
                </button>{' '}
                {isEdited({ kind: 'event', event: event.id }) ? (
                  <span className="badge badge-edited">{t.catalogPage.edited}</span>
                ) : null}
                {event.hidden ? <span className="badge badge-off">{t.shell.hidden}</span> : null}
                <span className="entry-id mono">{event.id}</span>
                {event.description === null ? null : <span className="entry-text">{event.description[lang]}</span>}
              </th>
              <td className="entry-fields">
                <ul className="plain-list">
                  {event.fields.map((field) => (
                    <li key={field.id}>
                      <button
                        type="button"
                        className="entry-open"
                        onClick={() => onOpen({ kind: 'field', event: event.id, field: field.id })}
                      >
                        {field.label[lang]}
                      </button>{' '}
                      <span className="hint">{t.catalog.types[field.type]}</span>{' '}
                      {isEdited({ kind: 'field', event: event.id, field: field.id }) ? (
                        <span className="badge badge-edited">{t.catalogPage.edited}</span>
                      ) : null}
                    </li>
                  ))}
                </ul>
              </td>
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
