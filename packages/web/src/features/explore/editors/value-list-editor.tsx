import { useState } from 'react';
import { useValues, type ValueSource } from '../../../api/queries.ts';
import { formatCount } from '../../../i18n/format.ts';
import { useLanguage } from '../../../i18n/language.ts';
import { Segmented } from '../../../ui/segmented.tsx';
import { useDelayed } from '../../../ui/use-delayed.ts';
import { useThrottled } from '../../../ui/use-throttled.ts';
import type { NodeId, TreeNode } from '../definition/tree.ts';
import { AheadCount } from '../look-ahead/ahead-count.tsx';
import { useLookAheadCounts } from '../look-ahead/use-look-ahead-counts.ts';

/** Whether the condition's `not` is set, and how to change it. */
export interface Negation {
  readonly negated: boolean;
  readonly onChange: (negated: boolean) => void;
}

interface ValueListEditorProps {
  readonly name: string;
  readonly source: ValueSource;
  readonly selected: readonly string[];
  readonly onChange: (values: readonly string[]) => void;
  readonly negation?: Negation;
  /** The condition as it is with some values, at least one, for what the group would be; absent: nothing is looked ahead. */
  readonly trial?: { readonly id: NodeId; readonly make: (values: readonly string[]) => TreeNode };
  /** Put in front of every value's name, as booleans have names of their own. */
  readonly nameValue: (value: string, label: string) => string;
}

/** Values with their counts, found by text, any number chosen. */
export function ValueListEditor({ name, source, selected, onChange, negation, trial, nameValue }: ValueListEditorProps) {
  const { t, lang } = useLanguage();
  const [search, setSearch] = useState('');
  const asked = useThrottled(search.trim(), 120);
  const values = useValues(source, asked);
  const isSlow = useDelayed(values.isFetching);
  const listed = values.data?.values ?? [];
  const chosen = new Set(selected);
  // Chosen values stay in sight, also those the list does not hold.
  const unlisted = asked === '' ? selected.filter((value) => !listed.some((item) => item.value === value)) : [];
  const rows = [
    ...unlisted.map((value) => ({ value, label: value, count: null })),
    ...listed.map((item) => ({ ...item, label: item.label[lang] })),
  ];
  const ahead = useToggledCounts(
    trial,
    rows.map((row) => row.value),
    selected,
  );
  const largest = Math.max(1, ...listed.map((item) => item.count));
  const toggle = (value: string) => onChange(toggleValue(selected, value));
  const canUseTyped = asked !== '' && !values.isFetching && !listed.some((item) => item.value === asked);
  return (
    <div className="value-list">
      <div className="value-list-head">
        <input
          type="search"
          className="input"
          aria-label={t.values.search}
          placeholder={t.values.search}
          value={search}
          onChange={(event) => setSearch(event.target.value)}
          autoComplete="off"
          spellCheck={false}
        />
        {negation === undefined ? null : (
          <Segmented
            small
            label={t.ops.kind}
            value={negation.negated ? 'exclude' : 'include'}
            options={[
              { value: 'include', label: t.values.include },
              { value: 'exclude', label: t.values.exclude },
            ]}
            onChange={(value) => negation.onChange(value === 'exclude')}
          />
        )}
      </div>
      {values.isError ? (
        <p className="field-problem" role="alert">
          {t.values.failed}{' '}
          <button type="button" className="link-button" onClick={() => values.refetch()}>
            {t.retry}
          </button>
        </p>
      ) : (
        <>
          {trial === undefined ? null : (
            <p className="value-columns" aria-hidden="true">
              <span>{t.exploring.lookAhead.column}</span>
              <span>{t.exploring.lookAhead.everyone}</span>
            </p>
          )}
          <ul
            className={`plain-list value-rows ${trial === undefined ? '' : 'has-ahead'} ${isSlow ? 'is-stale' : ''}`}
            aria-label={t.values.list(name)}
          >
            {rows.map((row, index) => (
              <li key={row.value}>
                <label className="value-row">
                  <input type="checkbox" checked={chosen.has(row.value)} onChange={() => toggle(row.value)} />
                  <span className="value-name">{nameValue(row.value, row.label)}</span>
                  {trial === undefined ? null : <AheadCount count={ahead[index]} takesAway={chosen.has(row.value)} />}
                  {row.count === null ? null : (
                    <>
                      <span className="value-bar" aria-hidden="true">
                        <span style={{ width: `${(row.count / largest) * 100}%` }} />
                      </span>
                      <span className="value-count">{formatCount(row.count, lang)}</span>
                    </>
                  )}
                </label>
              </li>
            ))}
          </ul>
        </>
      )}
      {canUseTyped ? (
        <p className="hint">
          {listed.length === 0 ? `${t.values.none} ` : ''}
          <button type="button" className="link-button" onClick={() => toggle(asked)}>
            {t.values.keepAnyway(asked)}
          </button>{' '}
          {t.values.keepAnywayHint}
        </p>
      ) : null}
      {values.data?.more ? <p className="hint">{t.values.more}</p> : null}
      {selected.length === 0 ? null : (
        <p className="value-list-foot">
          <span>{t.values.selected(selected.length)}</span>
          <button type="button" className="link-button" onClick={() => onChange([])}>
            {t.values.clear}
          </button>
        </p>
      )}
    </div>
  );
}

const NO_VALUES: readonly string[] = [];
/** Values written out in one question, of all conditions: past it fewer rows are looked ahead of. */
const MOST_WRITTEN = 20_000;

/** What a click on a value leaves chosen. */
function toggleValue(selected: readonly string[], value: string): readonly string[] {
  return selected.includes(value) ? selected.filter((item) => item !== value) : [...selected, value];
}

/** What the group would be after a click on each value; nothing without a place to try them. */
function useToggledCounts(
  trial: ValueListEditorProps['trial'],
  values: readonly string[],
  selected: readonly string[],
): readonly number[] {
  const place = { kind: 'replace', id: trial?.id ?? '' } as const;
  const asked = values.slice(0, Math.floor(MOST_WRITTEN / (selected.length + 1)));
  return useLookAheadCounts(place, trial === undefined ? NO_VALUES : asked, (value) => {
    const toggled = toggleValue(selected, value);
    // With its last value gone a condition takes no part.
    return trial === undefined || toggled.length === 0 ? null : trial.make(toggled);
  });
}
