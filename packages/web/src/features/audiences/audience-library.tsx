import { AUDIENCE_ORDERS, type AudienceOrder, type SavedAudience } from '@silhouette/model';
import { useCallback, useDeferredValue, useMemo, useState } from 'react';
import { Link } from 'wouter';
import { useTimeZone } from '../../api/accounts.ts';
import { mergePages, useAudiencePages } from '../../api/audience-list.ts';
import { isSilence, useConnection } from '../../api/connection.ts';
import { ErrorNotice } from '../../app/error-notice.tsx';
import { useExploreAddress } from '../../app/explore-address.ts';
import { useNow } from '../../i18n/format-ago.ts';
import { useLanguage } from '../../i18n/language.ts';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { SearchField } from '../../ui/search-field.tsx';
import { Select } from '../../ui/select.tsx';
import { TableSkeleton } from '../../ui/skeleton.tsx';
import { AudienceRow } from './audience-row.tsx';
import { DeleteDialog } from './delete-dialog.tsx';
import { DeletedRow } from './deleted-row.tsx';
import { describeStoreFailure } from './describe-store-failure.ts';
import { LoadMore } from './load-more.tsx';
import { isRepeated } from './name-apart.ts';
import { LEAST_COMPARED, MOST_COMPARED, writeOverlapLink } from './overlap-address.ts';
import { useDuplicate } from './use-duplicate.ts';

/** The library: found by words and tag, in an order, page by page; some selected to be compared. */
export function AudienceLibrary() {
  const { t } = useLanguage();
  const [search, setSearch] = useState('');
  const [tag, setTag] = useState<string | null>(null);
  const [owner, setOwner] = useState<string | null>(null);
  const [isDeleted, setDeletedShown] = useState(false);
  const [order, setOrder] = useState<AudienceOrder>('updated');
  const [selected, setSelected] = useState<readonly string[]>([]);
  const [deleted, setDeleted] = useState<SavedAudience | null>(null);
  const list = useAudiencePages({ search: useDeferredValue(search), tag, owner, isDeleted, order });
  const isDown = useConnection((state) => state.isDown);
  const exploreAddress = useExploreAddress();
  const nowMs = useNow();
  const timeZone = useTimeZone();
  const duplicate = useDuplicate();
  const found = useMemo(() => mergePages(list.data?.pages ?? []), [list.data]);
  const select = useCallback((id: string) => {
    setSelected((before) => (before.includes(id) ? before.filter((other) => other !== id) : [...before, id]));
  }, []);
  const texts = t.audiences.library;
  // The newest page knows best.
  const newest = list.data?.pages.at(-1);
  // The bar on top of every page tells of a silent server and asks again by itself.
  const isTold = list.error !== null && !(isDown && isSilence(list.error));
  const failure = isTold ? (
    <ErrorNotice {...describeStoreFailure(list.error, t)} action={{ label: t.retry, run: () => void list.refetch() }} />
  ) : null;
  if (newest === undefined) return failure ?? (list.isPending ? <TableSkeleton rows={6} /> : null);
  const isNarrowed = search.trim() !== '' || tag !== null || owner !== null;
  const isFiltered = isNarrowed || isDeleted;
  if (newest.total === 0 && !isFiltered && !list.isPlaceholderData) {
    return (
      <>
        {failure}
        <EmptyState icon="people" title={t.shell.noAudiencesTitle} text={t.shell.noAudiencesText}>
          <Link className="button button-primary" href={exploreAddress}>
            {t.shell.toExplore}
          </Link>
        </EmptyState>
      </>
    );
  }
  // One that is set filters, whether or not anything has it any more: it can be taken back.
  const tags =
    tag === null || newest.tags.some((known) => known.tag === tag) ? newest.tags : [...newest.tags, { tag, count: 0 }];
  const owners =
    newest.owners.some((known) => known.owner === owner) || owner === null
      ? newest.owners
      : [...newest.owners, { owner, count: 0 }];
  const names = found.map(({ name }) => name);
  return (
    <>
      {failure}
      <div className="content-tools">
        <SearchField label={texts.search} value={search} onChange={setSearch} />
        <Select
          label={texts.order}
          value={order}
          options={AUDIENCE_ORDERS.map((value) => ({ value, label: texts.orders[value] }))}
          onChange={setOrder}
        />
        {owners.length < 2 && owner === null ? null : (
          <Select
            label={texts.owner}
            value={owner ?? ''}
            options={[
              { value: '', label: texts.everyone },
              ...owners.map((one) => ({ value: one.owner, label: `${one.owner} (${one.count})` })),
            ]}
            onChange={(chosen) => setOwner(chosen === '' ? null : chosen)}
          />
        )}
        <Button
          look="quiet"
          aria-pressed={isDeleted}
          onClick={() => {
            setDeletedShown(!isDeleted);
            setSelected([]);
            setTag(null);
            setOwner(null);
          }}
        >
          {isDeleted ? texts.showKept : texts.showDeleted}
        </Button>
        <p className="hint" role="status">
          {texts.found(newest.total)}
        </p>
      </div>
      {tags.length === 0 ? null : (
        <fieldset className="library-filter">
          <legend className="visually-hidden">{texts.tags}</legend>
          {tags.map(({ tag: name, count }) => (
            <button
              key={name}
              type="button"
              className="chip"
              aria-pressed={name === tag}
              onClick={() => setTag(name === tag ? null : name)}
            >
              {name} <span className="tab-count">{count}</span>
            </button>
          ))}
        </fieldset>
      )}
      {isDeleted ? (
        <p className="hint">{t.audiences.deleted.lead}</p>
      ) : (
        <CompareBar selected={selected} onClear={() => setSelected([])} />
      )}
      {found.length === 0 ? (
        <EmptyState
          icon="search"
          title={isDeleted ? t.audiences.deleted.none : t.audiences.nothingFoundTitle}
          text={isDeleted && !isNarrowed ? t.audiences.deleted.noneText : texts.nothingFound}
        >
          <Button
            onClick={() => {
              setSearch('');
              setTag(null);
              setOwner(null);
              setDeletedShown(false);
            }}
          >
            {texts.showAll}
          </Button>
        </EmptyState>
      ) : (
        <ul className="plain-list library" aria-label={texts.list} aria-busy={list.isPlaceholderData}>
          {found.map((audience) =>
            audience.deleted !== null ? (
              <DeletedRow key={audience.id} audience={audience} nowMs={nowMs} timeZone={timeZone} />
            ) : (
              <AudienceRow
                key={audience.id}
                audience={audience}
                nowMs={nowMs}
                timeZone={timeZone}
                isSelected={selected.includes(audience.id)}
                canSelect={selected.length < MOST_COMPARED}
                onSelect={select}
                onTag={setTag}
                onDuplicate={duplicate}
                isNamesake={isRepeated(names, audience.name)}
                onDelete={setDeleted}
              />
            ),
          )}
        </ul>
      )}
      {list.hasNextPage && !list.isPlaceholderData ? (
        <LoadMore isLoading={list.isFetchingNextPage} onMore={() => void list.fetchNextPage()} />
      ) : null}
      {deleted === null ? null : (
        <DeleteDialog
          audience={deleted}
          onClose={() => setDeleted(null)}
          onDeleted={() => {
            setSelected((before) => before.filter((id) => id !== deleted.id));
            setDeleted(null);
          }}
        />
      )}
    </>
  );
}

/** What can be done with the selected ones. */
function CompareBar({ selected, onClear }: { readonly selected: readonly string[]; readonly onClear: () => void }) {
  const { t } = useLanguage();
  const texts = t.audiences.library;
  const isEnough = selected.length >= LEAST_COMPARED;
  return (
    <div className="library-compare">
      {isEnough ? (
        <Link className="button button-primary" href={writeOverlapLink(selected)}>
          {texts.compare(selected.length)}
        </Link>
      ) : (
        <p className="hint">{texts.compareHint}</p>
      )}
      {selected.length === MOST_COMPARED ? <p className="hint">{texts.tooMany}</p> : null}
      {selected.length === 0 ? null : (
        <Button look="quiet" onClick={onClear}>
          {texts.clear}
        </Button>
      )}
    </div>
  );
}
