import { AUDIT_ACTIONS, type AuditEntry } from '@silhouette/model';
import { useState } from 'react';
import { useTimeZone } from '../../api/accounts.ts';
import { describeFailure } from '../../app/describe-failure.ts';
import { ErrorNotice } from '../../app/error-notice.tsx';
import { formatCount, formatInstant } from '../../i18n/format.ts';
import { useLanguage } from '../../i18n/language.ts';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { SearchField } from '../../ui/search-field.tsx';
import { Select } from '../../ui/select.tsx';
import { TableSkeleton } from '../../ui/skeleton.tsx';
import { useSettled } from '../../ui/use-settled.ts';
import { describeEntry, nameEntryActor } from './describe-entry.ts';
import { type AuditFilters, NO_FILTERS, useEntries, writeFilters } from './use-audit.ts';

/** A filter that is typed is asked for once it rests so long, in milliseconds: each question is an entry of the log. */
const REST_MS = 400;

interface EntriesViewProps {
  readonly onOpen: (sequence: number) => void;
}

/** Entries that fit some filters, the newest first. */
export function EntriesView({ onOpen }: EntriesViewProps) {
  const { t, lang } = useLanguage();
  const [filters, setFilters] = useState(NO_FILTERS);
  const settled = useSettled(filters, REST_MS);
  const query = useEntries(settled);
  const entries = query.data?.pages.flatMap((page) => page.entries);
  return (
    <div className="audit-entries">
      <FilterRow filters={filters} onChange={setFilters} />
      {query.isError ? (
        <ErrorNotice {...describeFailure(query.error, t)} action={{ label: t.retry, run: () => void query.refetch() }} />
      ) : null}
      {entries === undefined ? (
        query.isError ? null : (
          <TableSkeleton rows={10} />
        )
      ) : entries.length === 0 ? (
        <EmptyState icon="search" title={t.audit.nothing} text={t.audit.nothingText}>
          <Button onClick={() => setFilters(NO_FILTERS)}>{t.audit.clear}</Button>
        </EmptyState>
      ) : (
        <>
          {entries.some(({ redacted }) => redacted === true) ? <p className="hint">{t.audit.redacted}</p> : null}
          <EntryTable entries={entries} onOpen={onOpen} />
        </>
      )}
      {query.hasNextPage ? (
        <Button className="table-more" disabled={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
          {query.isFetchingNextPage ? t.audit.loadingMore : t.audit.more}
        </Button>
      ) : null}
      <p className="visually-hidden" role="status">
        {entries === undefined ? '' : `${t.audit.entries}: ${formatCount(entries.length, lang)}`}
      </p>
    </div>
  );
}

interface FilterRowProps {
  readonly filters: AuditFilters;
  readonly onChange: (filters: AuditFilters) => void;
}

function FilterRow({ filters, onChange }: FilterRowProps) {
  const { t } = useLanguage();
  const field = (key: 'from' | 'to' | 'actor' | 'subject', label: string, hint: string) => (
    <label className="select">
      <span className="field-label">{label}</span>
      <input
        className="input"
        type={key === 'from' || key === 'to' ? 'date' : 'text'}
        value={filters[key]}
        placeholder={hint}
        autoComplete="off"
        spellCheck={false}
        onChange={(event) => onChange({ ...filters, [key]: event.target.value })}
      />
    </label>
  );
  const actions = AUDIT_ACTIONS.map((value) => ({ value: value as string, label: t.audit.actions[value] }));
  const download = (format: 'csv' | 'jsonl', label: string) => (
    <a className="button" href={`/api/audit/export?${writeFilters(filters)}&format=${format}`} download={`audit.${format}`}>
      {label}
    </a>
  );
  return (
    <div className="content-tools audit-filters">
      <SearchField label={t.audit.search} value={filters.text} onChange={(text) => onChange({ ...filters, text })} />
      <Select
        label={t.audit.action}
        value={filters.action}
        options={[{ value: '', label: t.audit.anyAction }, ...actions]}
        onChange={(action) => onChange({ ...filters, action })}
      />
      {field('actor', t.audit.actor, t.audit.anyActor)}
      {field('subject', t.audit.subject, t.audit.anySubject)}
      {field('from', t.audit.from, '')}
      {field('to', t.audit.to, '')}
      {filters === NO_FILTERS ? null : (
        <Button look="quiet" onClick={() => onChange(NO_FILTERS)}>
          {t.audit.clear}
        </Button>
      )}
      <span className="audit-downloads">
        {download('csv', t.audit.asCsv)} {download('jsonl', t.audit.asJson)}
      </span>
    </div>
  );
}

interface EntryTableProps {
  readonly entries: readonly AuditEntry[];
  readonly onOpen: (sequence: number) => void;
}

function EntryTable({ entries, onOpen }: EntryTableProps) {
  const { t, lang } = useLanguage();
  const timeZone = useTimeZone();
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
    <section className="table-scroll" tabIndex={0} aria-label={t.audit.entries}>
      <table className="table audit-table">
        <thead>
          <tr>
            <th scope="col">{t.audit.time}</th>
            <th scope="col">{t.audit.who}</th>
            <th scope="col">{t.audit.what}</th>
            <th scope="col">{t.audit.about}</th>
            <th scope="col">{t.audit.address}</th>
          </tr>
        </thead>
        <tbody>
          {entries.map((entry) => (
            <tr key={entry.sequence}>
              <th scope="row">
                <button
                  type="button"
                  className="entry-name entry-open"
                  aria-label={`${t.audit.open(String(entry.sequence))}: ${t.audit.actions[entry.action]}`}
                  onClick={() => onOpen(entry.sequence)}
                >
                  {formatInstant(entry.at, timeZone, lang)}
                </button>
                <span className="entry-id mono">{entry.sequence}</span>
              </th>
              <td>{nameEntryActor(entry, t)}</td>
              <td>{t.audit.actions[entry.action]}</td>
              <td className="audit-about">{describeEntry(entry, t, lang)}</td>
              <td className="mono">{entry.request?.address ?? ''}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
