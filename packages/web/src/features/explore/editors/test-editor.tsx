import type { ValueType } from '@silhouette/model';
import { type ReactNode, useState } from 'react';
import type { ValueSource } from '../../../api/queries.ts';
import { nameUnit } from '../../../i18n/format.ts';
import { useLanguage } from '../../../i18n/language.ts';
import { Segmented } from '../../../ui/segmented.tsx';
import { makeValueCompare, readListedValues } from '../definition/make-condition.ts';
import type { CompareTest, ExistsTest, NodeId, TreeNode } from '../definition/tree.ts';
import { BoundsEditor } from './bounds-editor.tsx';
import { TextValuesEditor } from './text-values-editor.tsx';
import { type Negation, ValueListEditor } from './value-list-editor.tsx';

/** A condition that values are tried in: its place, and what it is with a test. */
interface ValueTrial {
  readonly id: NodeId;
  readonly make: (test: CompareTest) => TreeNode;
}

interface TestEditorProps {
  readonly name: string;
  readonly type: ValueType;
  readonly unit: string | null;
  /** Where values are listed from; null: nowhere (counts and the like). */
  readonly source: ValueSource | null;
  readonly test: CompareTest | ExistsTest;
  readonly onChange: (test: CompareTest | ExistsTest) => void;
  readonly negation?: Negation;
  /** Whether "has a value" can be asked. */
  readonly canExist: boolean;
  readonly autoFocus?: boolean;
  /** Where the values are tried, for what the group would be with each. */
  readonly trial?: ValueTrial;
  /** Handles for the limits of numbers and dates, above their fields. */
  readonly histogram?: ReactNode;
}

type TestKind = 'compare' | 'exact' | 'exists' | 'missing';

/** Compares a value of any type, or asks whether there is one. */
export function TestEditor(props: TestEditorProps) {
  const { t, lang } = useLanguage();
  const { type, test, onChange, canExist } = props;
  const isOrdered = type === 'number' || type === 'date' || type === 'datetime';
  const isListed = test.kind === 'compare' && readListedValues(test.compare).length > 0;
  const [wantsExact, setWantsExact] = useState(isListed);
  // What is chosen lasts while nothing is asked; values and limits that come from elsewhere (undo, a handle) say it themselves.
  const isSaying = test.kind === 'compare' && Object.keys(test.compare).length > 0;
  if (isSaying && wantsExact !== isListed) setWantsExact(isListed);
  const kind: TestKind =
    test.kind === 'exists' ? (test.exists ? 'exists' : 'missing') : isOrdered && wantsExact ? 'exact' : 'compare';
  const choose = (next: TestKind) => {
    setWantsExact(next === 'exact');
    if (next === 'exists' || next === 'missing') onChange({ kind: 'exists', exists: next === 'exists' });
    else if (next !== kind) onChange({ kind: 'compare', compare: {} });
  };
  const options: { readonly value: TestKind; readonly label: string }[] = [
    { value: 'compare', label: isOrdered ? t.ops.range : t.event.value },
    ...(isOrdered ? [{ value: 'exact' as const, label: t.ops.exact }] : []),
    ...(canExist
      ? [
          { value: 'exists' as const, label: t.ops.exists },
          { value: 'missing' as const, label: t.ops.missing },
        ]
      : []),
  ];
  return (
    <div className="test-editor">
      {options.length < 2 ? null : <Segmented small label={t.ops.kind} value={kind} options={options} onChange={choose} />}
      {test.kind === 'exists' ? null : (
        <>
          {isOrdered && kind === 'compare' ? props.histogram : null}
          <CompareEditor {...props} test={test} isExact={kind === 'exact'} unit={nameUnit(props.unit, lang)} />
        </>
      )}
    </div>
  );
}

function CompareEditor(props: TestEditorProps & { readonly test: CompareTest; readonly isExact: boolean }) {
  const { t } = useLanguage();
  const { name, type, unit, source, test, isExact, onChange, negation, autoFocus = false, trial } = props;
  const write = (compare: CompareTest['compare']) => onChange({ kind: 'compare', compare });
  const listed = readListedValues(test.compare);
  if (type === 'number' || type === 'date' || type === 'datetime') {
    return (
      <BoundsEditor type={type} compare={test.compare} unit={unit} isExact={isExact} onChange={write} autoFocus={autoFocus} />
    );
  }
  if (type === 'boolean') {
    return (
      <Segmented
        label={name}
        value={listed.length === 1 ? (listed[0] ?? '') : ''}
        options={[
          { value: 'true', label: t.yes },
          { value: 'false', label: t.no },
        ]}
        onChange={(value) => write(makeValueCompare('boolean', [value]))}
      />
    );
  }
  if (type === 'text' || source === null) {
    return (
      <TextValuesEditor
        label={t.values.text}
        hint={t.values.textHint}
        values={listed}
        splitCommas={false}
        onChange={(values) => write(makeValueCompare('text', values))}
      />
    );
  }
  return (
    <ValueListEditor
      name={name}
      source={source}
      selected={listed}
      onChange={(values) => write(makeValueCompare(type, values))}
      nameValue={(_value, label) => label}
      {...(negation === undefined ? {} : { negation })}
      {...(trial === undefined
        ? {}
        : {
            trial: {
              id: trial.id,
              make: (values: readonly string[]) => trial.make({ kind: 'compare', compare: makeValueCompare(type, values) }),
            },
          })}
    />
  );
}
