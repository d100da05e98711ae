import type { CatalogAttribute } from '@silhouette/model';
import { useState } from 'react';
import { useLanguage } from '../../i18n/language.ts';
import { Icon } from '../../ui/icon.tsx';
import { searchCatalog } from './catalog/search-catalog.ts';
import { useLookup } from './explore-context.ts';

interface AttributeChoicesProps {
  /** All that may be chosen, in order. */
  readonly attributes: readonly CatalogAttribute[];
  /** What the search is called. */
  readonly label: string;
  readonly onChoose: (id: string) => void;
}

/** Attributes to choose from, every one of them, and a search that narrows them down. */
export function AttributeChoices({ attributes, label, onChoose }: AttributeChoicesProps) {
  const { t, lang } = useLanguage();
  const { catalog } = useLookup();
  const [search, setSearch] = useState('');
  const found = search.trim() === '' ? attributes : findAttributes(search);
  return (
    <>
      <input
        type="search"
        className="input"
        aria-label={label}
        placeholder={label}
        value={search}
        onChange={(event) => setSearch(event.target.value)}
      />
      <p className="hint" role="status">
        {found.length > 0 || attributes.length === 0
          ? t.exploring.panel.choices(found.length)
          : t.exploring.panel.noChoice(search.trim())}
      </p>
      <ul className="plain-list panel-others">
        {found.map((attribute) => (
          <li key={attribute.id}>
            <button type="button" className="choice" onClick={() => onChoose(attribute.id)}>
              <Icon name="plus" size={12} /> {attribute.label[lang]}
            </button>
          </li>
        ))}
      </ul>
    </>
  );

  /** The best first, as the catalog's own search has them. */
  function findAttributes(text: string): readonly CatalogAttribute[] {
    const offered = new Set(attributes);
    return searchCatalog(catalog, text).flatMap((hit) =>
      hit.kind === 'attribute' && offered.has(hit.attribute) ? [hit.attribute] : [],
    );
  }
}
