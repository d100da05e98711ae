import type { CatalogEntryAnswer, Label } from '@silhouette/model';
import { type ReactNode, useState } from 'react';
import { useValues, type ValueSource } from '../../api/queries.ts';
import { formatCount } from '../../i18n/format.ts';
import { useLanguage } from '../../i18n/language.ts';
import { SearchField } from '../../ui/search-field.tsx';
import { useSettled } from '../../ui/use-settled.ts';
import type { CatalogEntry } from './find-subject.ts';
import { WordField } from './word-field.tsx';
import type { WordsProblems } from './words-draft.ts';

interface ValueNamesProps {
  readonly found: Exclude<CatalogEntry, { kind: 'event' }>;
  readonly entry: CatalogEntryAnswer;
  /** Name of the part, and the way back to the file's names. */
  readonly head: ReactNode;
  /** Names typed so far, by value. */
  readonly draft: ReadonlyMap<string, Label>;
  readonly problems: WordsProblems;
  readonly onChange: (draft: ReadonlyMap<string, Label>) => void;
}

/** Values shown at once; the search finds the others. */
const MOST_VALUES = 12;
const SETTLE_MS = 200;
const LISTED_TYPES: readonly string[] = ['category', 'tags', 'boolean'];

/** Names of the values of an entry, the largest first; nothing for types whose values are not listed. */
export function ValueNames(props: ValueNamesProps) {
  const { found } = props;
  const item = found.kind === 'attribute' ? found.attribute : found.field;
  return LISTED_TYPES.includes(item.type) ? <ListedNames {...props} /> : null;
}

function ListedNames({ found, entry, head, draft, problems, onChange }: ValueNamesProps) {
  const { t, lang } = useLanguage();
  const texts = t.catalogPage;
  const [search, setSearch] = useState('');
  const asked = useSettled(search.trim(), SETTLE_MS);
  const source: ValueSource =
    found.kind === 'attribute'
      ? { kind: 'attribute', attribute: found.attribute.id }
      : { kind: 'field', event: found.event.id, field: found.field.id };
  const answer = useValues(source, asked).data;
  const values = answer?.values.slice(0, MOST_VALUES) ?? [];
  const isMore = answer !== undefined && (answer.more || answer.values.length > MOST_VALUES);
  const edited = new Map(entry.values.map((named) => [named.value, named]));
  return (
    <fieldset className="words-part value-names">
      <legend className="visually-hidden">{texts.properties.values}</legend>
      {head}
      {isMore || search !== '' ? <SearchField label={texts.searchValues} value={search} onChange={setSearch} /> : null}
      {values.map(({ value, label, count }) => {
        const shown = draft.get(value) ?? label;
        const fileLabel = edited.get(value)?.fileLabel;
        return (
          <div key={value} className="value-name">
            <span className="value-name-value">
              <span className="mono">{value}</span>
              <span className="hint">
                {formatCount(count, lang)}
                {fileLabel === undefined ? '' : ` · ${texts.inFile(fileLabel[lang])}`}
              </span>
            </span>
            {(['ko', 'en'] as const).map((one) => (
              <WordField
                key={one}
                name={texts.valueName(value, texts.inLanguage[one])}
                lang={one}
                value={shown[one]}
                problem={problems.get(`values ${value}.${one}`) ?? null}
                onChange={(text) => onChange(new Map([...draft, [value, { ...shown, [one]: text }]]))}
              />
            ))}
          </div>
        );
      })}
      <p className="hint">{isMore ? texts.valuesMore : texts.valuesHint}</p>
    </fieldset>
  );
}
