import type { AudienceList, SavedAudience } from '@silhouette/model';
import { useCallback, useDeferredValue, useMemo, useState } from 'react';
import { Link } from 'wouter';
import { useCatalog } from '../../api/queries.ts';
import { useNow } from '../../i18n/format-ago.ts';
import { useLanguage } from '../../i18n/language.ts';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { SearchField } from '../../ui/search-field.tsx';
import { Select } from '../../ui/select.tsx';
import { AudienceRow } from './audience-row.tsx';
import { DeleteDialog } from './delete-dialog.tsx';
import { findAudiences, LIBRARY_ORDERS, type LibraryOrder } from './find-audiences.ts';
import { LEAST_COMPARED, MOST_COMPARED, writeOverlapLink } from './overlap-address.ts';
import { useDuplicate } from './use-duplicate.ts';

/** The library: found by words and tag, in an order; some selected to be compared. */
export function AudienceLibrary({ list }: { readonly list: AudienceList }) {
  const { t, lang } = useLanguage();
  const [search, setSearch] = useState('');
  const [tag, setTag] = useState<string | null>(null);
  const [order, setOrder] = useState<LibraryOrder>('updated');
  const [selected, setSelected] = useState<readonly string[]>([]);
  const [deleted, setDeleted] = useState<SavedAudience | null>(null);
  const asked = useDeferredValue(search);
  const nowMs = useNow();
  const timeZone = useCatalog().data?.timeZone ?? 'UTC';
  const duplicate = useDuplicate();
  // A tag that nothing has any more filters nothing.
  const tagShown = list.tags.some((known) => known.tag === tag) ? tag : null;
  const found = useMemo(
    () => findAudiences(list.audiences, { search: asked, tag: tagShown, order }, lang),
    [list, asked, tagShown, order, lang],
  );
  const known = selected.filter((id) => list.audiences.some((audience) => audience.id === id));
  const select = useCallback((id: string) => {
    setSelected((before) => (before.includes(id) ? before.filter((other) => other !== id) : [...before, id]));
  }, []);
  const texts = t.audiences.library;
  return (
    <>
      <div className="content-tools">
        <SearchField label={texts.search} value={search} onChange={setSearch} />
        <Select
          label={texts.order}
          value={order}
          options={LIBRARY_ORDERS.map((value) => ({ value, label: texts.orders[value] }))}
          onChange={setOrder}
        />
        <p className="hint" role="status">
          {texts.found(found.length)}
        </p>
      </div>
      {list.tags.length === 0 ? null : (
        <fieldset className="library-filter">
          <legend className="visually-hidden">{texts.tags}</legend>
          {list.tags.map(({ tag: name, count }) => (
            <button
              key={name}
              type="button"
              className="chip"
              aria-pressed={name === tagShown}
              onClick={() => setTag(name === tagShown ? null : name)}
            >
              {name} <span className="tab-count">{count}</span>
            </button>
          ))}
        </fieldset>
      )}
      <CompareBar selected={known} onClear={() => setSelected([])} />
      {found.length === 0 ? (
        <EmptyState icon="search" title={t.audiences.nothingFoundTitle} text={texts.nothingFound}>
          <Button
            onClick={() => {
              setSearch('');
              setTag(null);
            }}
          >
            {texts.showAll}
          </Button>
        </EmptyState>
      ) : (
        <ul className="plain-list library" aria-label={texts.list}>
          {found.map((audience) => (
            <AudienceRow
              key={audience.id}
              audience={audience}
              nowMs={nowMs}
              timeZone={timeZone}
              isSelected={known.includes(audience.id)}
              canSelect={known.length < MOST_COMPARED}
              onSelect={select}
              onTag={setTag}
              onDuplicate={duplicate}
              onDelete={setDeleted}
            />
          ))}
        </ul>
      )}
      {deleted === null ? null : (
        <DeleteDialog audience={deleted} onClose={() => setDeleted(null)} onDeleted={() => setDeleted(null)} />
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
