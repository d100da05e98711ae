import { parseDay } from '@silhouette/model';
import { useState } from 'react';
import { useLanguage } from '../../../i18n/language.ts';
import { CommitInput } from '../../../ui/commit-input.tsx';
import { readListedValues } from '../definition/make-condition.ts';
import type { Compare } from '../definition/tree.ts';
import { splitList } from './read-number-text.ts';
import { useNumberTexts } from './use-number-texts.ts';

/** Between exact values, as the field shows them. */
const LIST_SEPARATOR = ', ';

interface BoundsEditorProps {
  readonly type: 'number' | 'date' | 'datetime';
  readonly compare: Compare;
  readonly unit: string | null;
  /** Exact values instead of limits. */
  readonly isExact: boolean;
  readonly onChange: (compare: Compare) => void;
  readonly autoFocus?: boolean;
}

/** A lower and an upper limit, each open or closed, or exact values. */
export function BoundsEditor({ type, compare, unit, isExact, onChange, autoFocus = false }: BoundsEditorProps) {
  const { t, lang } = useLanguage();
  const listed = readListedValues(compare);
  const isDate = type !== 'number';
  const names = {
    gte: isDate ? t.ops.dateGte : t.ops.gte,
    gt: isDate ? t.ops.dateGt : t.ops.gt,
    lte: isDate ? t.ops.dateLte : t.ops.lte,
    lt: isDate ? t.ops.dateLt : t.ops.lt,
  };
  const checkDate = (text: string) => {
    const isInstant = type === 'datetime' && !Number.isNaN(Date.parse(text));
    return text === '' || parseDay(text) !== null || isInstant ? null : t.number.invalidDate;
  };
  const numbers = useNumberTexts(unit);
  const limit = isDate ? { check: checkDate } : numbers.one;
  const several = isDate
    ? {
        check: (text: string) =>
          splitDates(text)
            .map(checkDate)
            .find((problem) => problem !== null) ?? null,
        read: (text: string) => splitDates(text).join(LIST_SEPARATOR),
      }
    : numbers.several;
  const lowerOp = compare.gt === undefined ? 'gte' : 'gt';
  const upperOp = compare.lt === undefined ? 'lte' : 'lt';
  // A limit's kind may be chosen before its value.
  const [lowerKind, setLowerKind] = useState<'gte' | 'gt'>(lowerOp);
  const [upperKind, setUpperKind] = useState<'lte' | 'lt'>(upperOp);
  const lower = compare.gte ?? compare.gt;
  const upper = compare.lte ?? compare.lt;
  const shownLower = lower === undefined ? lowerKind : lowerOp;
  const shownUpper = upper === undefined ? upperKind : upperOp;
  const write = (low: string, lowOp: 'gte' | 'gt', high: string, highOp: 'lte' | 'lt') =>
    onChange({ ...(low === '' ? {} : { [lowOp]: low }), ...(high === '' ? {} : { [highOp]: high }) });
  const low = lower === undefined ? '' : String(lower);
  const high = upper === undefined ? '' : String(upper);
  // Keyboards for numbers alone have no 만 and no comma.
  const inputMode = isDate || lang === 'ko' ? 'text' : 'decimal';
  const inputType = type === 'date' && isDay(low) && isDay(high) ? 'date' : 'text';
  return (
    <div className="bounds">
      {isExact ? (
        <div className="bounds-row">
          <CommitInput
            label={t.ops.exact}
            value={listed.join(LIST_SEPARATOR)}
            placeholder={isDate ? t.ops.exactHint : t.editing.listHint}
            inputMode={inputMode}
            className="grow"
            {...several}
            onCommit={(text) => {
              const values = text === '' ? [] : text.split(LIST_SEPARATOR);
              onChange(
                values.length === 0 ? {} : values.length === 1 && values[0] !== undefined ? { eq: values[0] } : { in: values },
              );
            }}
          />
        </div>
      ) : (
        <div className="bounds-pair">
          <div className="bounds-row">
            <CommitInput
              label={t.ops.from}
              showLabel
              type={inputType}
              inputMode={inputMode}
              value={low}
              placeholder={t.ops.noLimit}
              {...limit}
              autoFocus={autoFocus}
              onCommit={(text) => write(text, shownLower, high, shownUpper)}
            />
            <select
              className="input"
              aria-label={t.ops.operatorFrom}
              value={shownLower}
              onChange={(event) => {
                const kind = event.target.value === 'gt' ? 'gt' : 'gte';
                setLowerKind(kind);
                write(low, kind, high, shownUpper);
              }}
            >
              <option value="gte">{names.gte}</option>
              <option value="gt">{names.gt}</option>
            </select>
          </div>
          <div className="bounds-row">
            <CommitInput
              label={t.ops.to}
              showLabel
              type={inputType}
              inputMode={inputMode}
              value={high}
              placeholder={t.ops.noLimit}
              {...limit}
              onCommit={(text) => write(low, shownLower, text, shownUpper)}
            />
            <select
              className="input"
              aria-label={t.ops.operatorTo}
              value={shownUpper}
              onChange={(event) => {
                const kind = event.target.value === 'lt' ? 'lt' : 'lte';
                setUpperKind(kind);
                write(low, shownLower, high, kind);
              }}
            >
              <option value="lte">{names.lte}</option>
              <option value="lt">{names.lt}</option>
            </select>
          </div>
          {unit === null || unit === '' ? null : <span className="hint">{`${t.window.unit}: ${unit}`}</span>}
        </div>
      )}
    </div>
  );
}

function isDay(text: string): boolean {
  return text === '' || parseDay(text) !== null;
}

function splitDates(text: string): readonly string[] {
  return splitList(text).flatMap((part) =>
    part
      .split(',')
      .map((date) => date.trim())
      .filter((date) => date !== ''),
  );
}
