import type { CatalogAnswer } from '@silhouette/model';
import { useDeferredValue, useEffect, useMemo, useState } from 'react';
import { useCatalog } from '../../api/queries.ts';
import { describeFailure } from '../../app/describe-failure.ts';
import { ErrorNotice } from '../../app/error-notice.tsx';
import { formatCount } from '../../i18n/format.ts';
import { useLanguage } from '../../i18n/language.ts';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { SearchField } from '../../ui/search-field.tsx';
import { Select } from '../../ui/select.tsx';
import { TableSkeleton } from '../../ui/skeleton.tsx';
import { Tabs } from '../../ui/tabs.tsx';
import { groupAttributes } from '../explore/catalog/group-attributes.ts';
import { AttributeTable } from './attribute-table.tsx';
import { EventTable } from './event-table.tsx';
import { findEntries } from './find-entries.ts';
import './catalog-page.css';

/** Everything that can be asked about, with what the data says of it. */
export function CatalogPage() {
  const { t } = useLanguage();
  const catalog = useCatalog();
  useEffect(() => {
    document.title = `${t.shell.page.catalog} · ${t.appName}`;
  }, [t]);
  return (
    <main className="content">
      {catalog.data !== undefined ? (
        <CatalogTables catalog={catalog.data} />
      ) : (
        <>
          <h1 className="content-title">{t.shell.page.catalog}</h1>
          {catalog.isError ? (
            <ErrorNotice
              {...describeFailure(catalog.error, t)}
              action={{ label: t.retry, run: () => void catalog.refetch() }}
            />
          ) : (
            <TableSkeleton rows={12} />
          )}
        </>
      )}
    </main>
  );
}

/** The choice of every group; no group of a catalog has an empty id. */
const ALL_GROUPS = '';

function CatalogTables({ catalog }: { readonly catalog: CatalogAnswer }) {
  const { t, lang } = useLanguage();
  const [part, setPart] = useState<'attributes' | 'events'>('attributes');
  const [query, setQuery] = useState('');
  const [group, setGroup] = useState(ALL_GROUPS);
  // A keystroke is shown before hundreds of rows are.
  const asked = useDeferredValue(query);
  const groups = useMemo(() => groupAttributes(catalog, t, lang), [catalog, t, lang]);
  const groupNames = useMemo(() => new Map(groups.map((item) => [item.id, item.label])), [groups]);
  const found = useMemo(() => findEntries(catalog, asked), [catalog, asked]);
  const attributes =
    group === ALL_GROUPS ? found.attributes : found.attributes.filter((attribute) => attribute.group === group);
  const shown = part === 'attributes' ? attributes.length : found.events.length;
  const isOnlyGroup = part === 'attributes' && shown === 0 && found.attributes.length > 0;
  const showAll = () => {
    if (!isOnlyGroup) setQuery('');
    setGroup(ALL_GROUPS);
  };
  return (
    <>
      <header className="content-head">
        <h1 className="content-title">{t.shell.page.catalog}</h1>
        <p className="content-lead grow">
          {t.shell.catalogLead(formatCount(catalog.attributes.length, lang), formatCount(catalog.events.length, lang))}
        </p>
      </header>
      <div className="content-tools">
        <SearchField label={t.shell.catalogSearch} value={query} onChange={setQuery} />
        {part === 'attributes' ? (
          <Select
            label={t.shell.group}
            value={group}
            options={[
              { value: ALL_GROUPS, label: t.shell.allGroups },
              ...groups.map(({ id, label }) => ({ value: id, label })),
            ]}
            onChange={setGroup}
          />
        ) : null}
        <p className="hint" role="status">
          {t.shell.found(shown)}
        </p>
      </div>
      <Tabs
        label={t.shell.catalogTabs}
        value={part}
        tabs={[
          { value: 'attributes', label: t.shell.attributes, count: formatCount(attributes.length, lang) },
          { value: 'events', label: t.shell.events, count: formatCount(found.events.length, lang) },
        ]}
        onChange={setPart}
      >
        {shown === 0 ? (
          <EmptyState
            icon="search"
            title={t.shell.nothingFoundTitle}
            text={isOnlyGroup ? t.shell.nothingInGroup : t.shell.nothingFoundText(asked.trim())}
          >
            <Button onClick={showAll}>{t.shell.showAllOfThem}</Button>
          </EmptyState>
        ) : part === 'attributes' ? (
          <AttributeTable attributes={attributes} groupNames={groupNames} />
        ) : (
          <EventTable events={found.events} timeZone={catalog.timeZone} />
        )}
      </Tabs>
    </>
  );
}
