import { memo, type RefObject, useEffect, useMemo, useRef, useState } from 'react';
import { useMay } from '../../../api/accounts.ts';
import { formatCount } from '../../../i18n/format.ts';
import { useLanguage } from '../../../i18n/language.ts';
import { Icon } from '../../../ui/icon.tsx';
import { IconButton } from '../../../ui/icon-button.tsx';
import { useLookup } from '../explore-context.ts';
import { useAddCondition } from '../use-add-condition.ts';
import { AttributeRow } from './attribute-row.tsx';
import { CatalogRow } from './catalog-row.tsx';
import { CatalogSearchResults } from './catalog-search-results.tsx';
import { groupAttributes } from './group-attributes.ts';
import { SketchContext, useSketches } from './use-sketches.ts';

interface CatalogPaneProps {
  readonly onAdded?: () => void;
  /** Hears of `/` where this pane is out of sight, as in narrow windows: another one is to be shown. */
  readonly onSearchElsewhere?: () => void;
  /** Whether the search has the focus as soon as the pane is there. */
  readonly searchFirst?: boolean;
}

/** Everything that can be asked: found by name, synonym or value, added by a click. */
export const CatalogPane = memo(function CatalogPane(props: CatalogPaneProps) {
  const { onAdded, onSearchElsewhere, searchFirst = false } = props;
  const { t, lang } = useLanguage();
  const { catalog } = useLookup();
  const sketches = useSketches(catalog.snapshot);
  const add = useAddCondition(onAdded);
  // For who may not know small groups, customers named by their keys are nobody.
  const mayName = useMay('small-groups.see');
  const mayRefer = useMay('audience.read');
  const [query, setQuery] = useState('');
  const [closed, setClosed] = useState<ReadonlySet<string> | null>(null);
  const groups = useMemo(() => groupAttributes(catalog, t, lang), [catalog, t, lang]);
  const events = catalog.events.filter((event) => !event.hidden);
  // Long lists begin closed, so that everything there is can be seen at once.
  const isClosed = (id: string, index: number) => (closed === null ? index > 0 : closed.has(id));
  const toggle = (id: string) => {
    const next = new Set(closed ?? groups.slice(1).map((group) => group.id));
    if (!next.delete(id)) next.add(id);
    setClosed(next);
  };
  const field = useRef<HTMLInputElement>(null);
  useSlashKey(field, onSearchElsewhere);
  useEffect(() => {
    if (!searchFirst) return;
    // After the drawer around it, which takes the focus itself.
    const timer = setTimeout(() => field.current?.focus());
    return () => clearTimeout(timer);
  }, [searchFirst]);
  return (
    <div className="catalog">
      <h2 className="visually-hidden">{t.catalog.title}</h2>
      <div className="catalog-search">
        <Icon name="search" />
        <input
          ref={field}
          type="search"
          className="input"
          aria-label={t.catalog.search}
          placeholder={t.catalog.search}
          title={t.catalog.searchHint}
          value={query}
          onChange={(event) => setQuery(event.target.value)}
          autoComplete="off"
          spellCheck={false}
        />
        {query === '' ? null : <IconButton icon="close" label={t.catalog.clear} onClick={() => setQuery('')} />}
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard */}
      <section className="catalog-scroll" tabIndex={0} aria-label={t.catalog.title}>
        <SketchContext.Provider value={sketches}>
          {query.trim() !== '' ? (
            <CatalogSearchResults query={query} add={add} />
          ) : (
            <>
              <section className="catalog-group">
                <h3 className="catalog-group-title">{t.catalog.events}</h3>
                <ul className="plain-list">
                  {events.map((event) => (
                    <CatalogRow
                      key={event.id}
                      icon="event"
                      iconLabel={t.catalog.types.event ?? ''}
                      label={event.label[lang]}
                      figure={event.rows === null ? '' : t.catalog.rows(event.rows, formatCount(event.rows, lang))}
                      {...(event.description === null ? {} : { title: event.description[lang] })}
                      onAdd={(place) => add.event(event, place)}
                    />
                  ))}
                  {events.length === 0 ? null : (
                    <CatalogRow
                      icon="steps"
                      iconLabel={t.catalog.sequence}
                      label={t.catalog.sequence}
                      title={t.catalog.sequenceHint}
                      onAdd={add.sequence}
                    />
                  )}
                  {mayName ? (
                    <CatalogRow
                      icon="people"
                      iconLabel={t.catalog.customers}
                      label={t.catalog.customers}
                      title={t.catalog.customersHint}
                      onAdd={add.customers}
                    />
                  ) : null}
                  {mayRefer ? (
                    <CatalogRow
                      icon="people"
                      iconLabel={t.audiences.condition.add}
                      label={t.audiences.condition.add}
                      title={t.audiences.condition.addHint}
                      onAdd={add.audience}
                    />
                  ) : null}
                </ul>
              </section>
              {groups.map((group, index) => (
                <section className="catalog-group" key={group.id}>
                  <h3 className="catalog-group-title">
                    <button type="button" aria-expanded={!isClosed(group.id, index)} onClick={() => toggle(group.id)}>
                      <Icon name={isClosed(group.id, index) ? 'right' : 'down'} size={14} />
                      <span>{group.label}</span>
                      <span className="catalog-group-count">{group.attributes.length}</span>
                    </button>
                  </h3>
                  {isClosed(group.id, index) ? null : (
                    <ul className="plain-list">
                      {group.attributes.map((attribute) => (
                        <AttributeRow key={attribute.id} attribute={attribute} onAdd={add.attribute} />
                      ))}
                    </ul>
                  )}
                </section>
              ))}
            </>
          )}
        </SketchContext.Provider>
      </section>
    </div>
  );
});

/** `/` moves to the search, unless something is being typed or a window stands over the page. */
function useSlashKey(field: RefObject<HTMLInputElement | null>, onElsewhere: (() => void) | undefined): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const target = event.target;
      const isTyping = target instanceof HTMLElement && target.matches('input, textarea, select, [contenteditable]');
      if (event.key !== '/' || isTyping || event.ctrlKey || event.metaKey || event.altKey) return;
      if (field.current === null || field.current.closest('[aria-hidden=true]') !== null) return;
      const isInSight = field.current.checkVisibility();
      if (!isInSight && onElsewhere === undefined) return;
      event.preventDefault();
      if (isInSight) field.current.focus();
      else onElsewhere?.();
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, [field, onElsewhere]);
}
