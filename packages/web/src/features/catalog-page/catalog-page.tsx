import type { CatalogAnswer, CatalogSubject } from '@silhouette/model';
import { useCallback, useDeferredValue, useEffect, useMemo, useState } from 'react';
import { useLocation, useSearch } from 'wouter';
import { useCatalogEdits } from '../../api/catalog-edits.ts';
import { useCatalog } from '../../api/queries.ts';
import { describeFailure } from '../../app/describe-failure.ts';
import { ErrorNotice } from '../../app/error-notice.tsx';
import { formatCount } from '../../i18n/format.ts';
import { useLanguage } from '../../i18n/language.ts';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { SearchField } from '../../ui/search-field.tsx';
import { TableSkeleton } from '../../ui/skeleton.tsx';
import { Tabs } from '../../ui/tabs.tsx';
import { groupAttributes, nameGroup } from '../explore/catalog/group-attributes.ts';
import { AttributeTable } from './attribute-table.tsx';
import { EditsDrawer } from './edits-drawer.tsx';
import { EntryDrawer } from './entry-drawer.tsx';
import { EventTable } from './event-table.tsx';
import { FilterTools } from './filter-tools.tsx';
import { findEntries } from './find-entries.ts';
import { filterAttributes, NO_FILTER } from './select-entries.ts';
import { readSubjectAddress, writeSubjectAddress } from './subject-address.ts';
import '../explore/drawers/drawers.css';
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

function CatalogTables({ catalog }: { readonly catalog: CatalogAnswer }) {
  const { t, lang } = useLanguage();
  const texts = t.catalogPage;
  const [, navigate] = useLocation();
  const opened = readSubjectAddress(useSearch());
  const [part, setPart] = useState<'attributes' | 'events'>(
    opened !== null && opened.kind !== 'attribute' ? 'events' : 'attributes',
  );
  const [query, setQuery] = useState('');
  const [filter, setFilter] = useState(NO_FILTER);
  const [showsEdits, setShowsEdits] = useState(false);
  // A keystroke is shown before hundreds of rows are.
  const asked = useDeferredValue(query);
  const groups = useMemo(() => groupAttributes(catalog, t, lang), [catalog, t, lang]);
  const found = useMemo(() => findEntries(catalog, asked), [catalog, asked]);
  const edits = useCatalogEdits().data?.edits;
  const edited = useMemo(() => new Set(edits?.map(({ subject }) => writeSubjectAddress(subject))), [edits]);
  const editedAttributes = useMemo(
    () => new Set(edits?.flatMap(({ subject }) => (subject.kind === 'attribute' ? [subject.attribute] : []))),
    [edits],
  );
  const attributes = useMemo(
    () => filterAttributes(found.attributes, filter, editedAttributes),
    [found, filter, editedAttributes],
  );
  const shown = part === 'attributes' ? attributes.length : found.events.length;
  const isOnlyFilter = part === 'attributes' && shown === 0 && found.attributes.length > 0;
  const showAll = () => {
    if (!isOnlyFilter) setQuery('');
    setFilter(NO_FILTER);
  };
  const open = useCallback((subject: CatalogSubject) => navigate(writeSubjectAddress(subject)), [navigate]);
  const close = () => navigate(writeSubjectAddress(null));
  return (
    <>
      <header className="content-head">
        <h1 className="content-title">{t.shell.page.catalog}</h1>
        <p className="content-lead grow">
          {t.shell.catalogLead(
            catalog.attributes.length,
            formatCount(catalog.attributes.length, lang),
            catalog.events.length,
            formatCount(catalog.events.length, lang),
          )}
        </p>
        <Button onClick={() => setShowsEdits(true)}>{texts.editsButton(edits?.length ?? 0)}</Button>
      </header>
      {catalog.editsMissing === true ? (
        <p className="entry-note" role="status">
          {texts.editsMissing}
        </p>
      ) : null}
      <div className="content-tools">
        <SearchField label={t.shell.catalogSearch} value={query} onChange={setQuery} />
        {part === 'attributes' ? <FilterTools catalog={catalog} groups={groups} filter={filter} onChange={setFilter} /> : null}
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
            text={isOnlyFilter ? texts.nothingFiltered : t.shell.nothingFoundText(asked.trim())}
          >
            <Button onClick={showAll}>{t.shell.showAllOfThem}</Button>
          </EmptyState>
        ) : part === 'attributes' ? (
          <AttributeTable
            attributes={attributes}
            nameGroup={(id) => nameGroup(catalog, id, t, lang)}
            edited={editedAttributes}
            onOpen={open}
          />
        ) : (
          <EventTable events={found.events} timeZone={catalog.timeZone} edited={edited} onOpen={open} />
        )}
      </Tabs>
      {opened !== null ? (
        <EntryDrawer key={writeSubjectAddress(opened)} catalog={catalog} subject={opened} onClose={close} />
      ) : showsEdits ? (
        <EditsDrawer catalog={catalog} onClose={() => setShowsEdits(false)} />
      ) : null}
    </>
  );
}
