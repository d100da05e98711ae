import { useMemo, useState } from 'react';
import { useValueSearch } from '../../../api/queries.ts';
import { useLanguage } from '../../../i18n/language.ts';
import { useThrottled } from '../../../ui/use-throttled.ts';
import { useLookup } from '../explore-context.ts';
import type { AddCondition } from '../use-add-condition.ts';
import { AttributeRow } from './attribute-row.tsx';
import { CatalogRow } from './catalog-row.tsx';
import { FoundValues } from './found-values.tsx';
import { searchCatalog } from './search-catalog.ts';

/** Hits shown before "show all". */
const FIRST_HITS = 40;

interface CatalogSearchResultsProps {
  readonly query: string;
  readonly add: AddCondition;
}

/** Conditions whose name a text finds, and values that it finds. */
export function CatalogSearchResults({ query, add }: CatalogSearchResultsProps) {
  const { t, lang } = useLanguage();
  const lookup = useLookup();
  const [shownFor, setShownFor] = useState('');
  const hits = useMemo(() => searchCatalog(lookup.catalog, query), [lookup.catalog, query]);
  const asked = useThrottled(query.trim(), 120);
  const values = useValueSearch(asked);
  const found = values.data?.values ?? [];
  const shown = shownFor === query ? hits : hits.slice(0, FIRST_HITS);
  const isSettled = asked === query.trim() && !values.isFetching;
  return (
    <>
      <p className="visually-hidden" role="status">
        {t.catalog.found(hits.length + found.length)}
      </p>
      {hits.length === 0 ? null : (
        <ul className="plain-list">
          {shown.map((hit) => {
            if (hit.kind === 'attribute') {
              return <AttributeRow key={`a ${hit.attribute.id}`} attribute={hit.attribute} onAdd={add.attribute} />;
            }
            const { event } = hit;
            const isEvent = hit.kind === 'event';
            return (
              <CatalogRow
                key={isEvent ? `e ${event.id}` : `f ${event.id} ${hit.field.id}`}
                icon={isEvent ? 'event' : 'filter'}
                iconLabel={t.catalog.types.event ?? ''}
                label={isEvent ? event.label[lang] : hit.field.label[lang]}
                {...(isEvent ? {} : { context: t.catalog.valueIn(event.label[lang]) })}
                onAdd={(place) => (isEvent ? add.event(event, place) : add.field(event, hit.field, place))}
              />
            );
          })}
        </ul>
      )}
      {shown.length === hits.length ? null : (
        <button type="button" className="button button-quiet catalog-more" onClick={() => setShownFor(query)}>
          {t.catalog.showAll(hits.length)}
        </button>
      )}
      <FoundValues found={found} add={add} />
      {values.isError ? <p className="catalog-hint">{t.catalog.valuesFailed}</p> : null}
      {hits.length === 0 && found.length === 0 && isSettled && !values.isError ? (
        <div className="catalog-hint">
          <p>{t.catalog.nothing(query.trim())}</p>
          <p>{t.catalog.nothingHint}</p>
        </div>
      ) : null}
    </>
  );
}
