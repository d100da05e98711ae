import { useDeferredValue, useState } from 'react';
import { useAudienceSearch } from '../../api/audience-list.ts';
import { formatCount } from '../../i18n/format.ts';
import { useLanguage } from '../../i18n/language.ts';
import { ChoiceList } from '../../ui/choice-list.tsx';
import { SearchField } from '../../ui/search-field.tsx';
import { useDelayed } from '../../ui/use-delayed.ts';
import { describeStoreFailure } from './describe-store-failure.ts';
import { isRepeated } from './name-apart.ts';
import './audience-choice.css';

interface AudienceChoiceProps {
  readonly label: string;
  /** Id of the chosen one; empty: none. */
  readonly value: string;
  /** Ids of those that are not offered. */
  readonly hidden?: readonly string[];
  readonly onChange: (id: string) => void;
}

/** Audiences listed at once; others are found by searching. */
const LISTED = 50;
/** So few need no search. */
const FEW = 6;

/** A saved audience, chosen from all of them. */
export function AudienceChoice({ label, value, hidden = [], onChange }: AudienceChoiceProps) {
  const { t, lang } = useLanguage();
  const [search, setSearch] = useState('');
  const list = useAudienceSearch(useDeferredValue(search), LISTED + hidden.length);
  const isSlow = useDelayed(list.isPending);
  const texts = t.audiences;
  if (list.data === undefined) {
    return (
      <p className={list.isError ? 'field-problem' : 'hint'} role={list.isError ? 'alert' : undefined}>
        {list.isError ? describeStoreFailure(list.error, t).title : isSlow ? t.loading : ' '}
      </p>
    );
  }
  const offered = list.data.audiences.filter(({ id }) => !hidden.includes(id));
  const isSearched = search.trim() !== '';
  if (offered.length === 0 && !isSearched && !list.isPlaceholderData) return <p className="hint">{texts.choice.none}</p>;
  const found = offered.slice(0, LISTED);
  const names = list.data.audiences.map(({ name }) => name);
  // Those that are not offered may be among them or not: they are not counted as more.
  const more = Math.max(0, list.data.total - list.data.audiences.length + offered.length - found.length);
  return (
    <div className="audience-choice">
      {offered.length <= FEW && !isSearched ? null : (
        <SearchField label={texts.choice.search} value={search} onChange={setSearch} />
      )}
      <div className="audience-choice-list">
        <ChoiceList label={label}>
          {found.map((audience) => (
            <button
              key={audience.id}
              type="button"
              className="choice"
              aria-pressed={audience.id === value}
              title={audience.sentence?.[lang]}
              onClick={() => onChange(audience.id)}
            >
              <span className="grow">
                {audience.name}
                {isRepeated(names, audience.name) ? <span className="hint mono"> {audience.id}</span> : null}
              </span>
              <span className="audience-choice-size">
                {audience.size === null ? '' : formatCount(audience.size.count, lang)}
              </span>
            </button>
          ))}
        </ChoiceList>
      </div>
      {found.length === 0 ? <p className="hint">{texts.nothingFoundTitle}</p> : null}
      {more > 0 ? <p className="hint">{texts.choice.more(more)}</p> : null}
    </div>
  );
}
