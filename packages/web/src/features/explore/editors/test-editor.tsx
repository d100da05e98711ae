import type { ValueType } from '@silhouette/model';
import type { ValueSource } from '../../../api/queries.ts';
import { attachUnit } from '../../../i18n/format.ts';
import { useLanguage } from '../../../i18n/language.ts';
import { Segmented } from '../../../ui/segmented.tsx';
import { makeValueCompare, readListedValues } from '../definition/make-condition.ts';
import type { CompareTest, ExistsTest } from '../definition/tree.ts';
import { BoundsEditor } from './bounds-editor.tsx';
import { TextValuesEditor } from './text-values-editor.tsx';
import { type Negation, ValueListEditor } from './value-list-editor.tsx';

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
}

/** Compares a value of any type, or asks whether there is one. */
export function TestEditor(props: TestEditorProps) {
  const { t, lang } = useLanguage();
  const { type, test, onChange, canExist } = props;
  const kind = test.kind === 'exists' ? (test.exists ? 'exists' : 'missing') : 'compare';
  return (
    <div className="test-editor">
      {canExist ? (
        <select
          className="input test-kind"
          aria-label={t.ops.kind}
          value={kind}
          onChange={(event) => {
            const next = event.target.value;
            onChange(next === 'compare' ? { kind: 'compare', compare: {} } : { kind: 'exists', exists: next === 'exists' });
          }}
        >
          <option value="compare">
            {type === 'number' || type === 'date' || type === 'datetime' ? t.ops.range : t.event.value}
          </option>
          <option value="exists">{t.ops.exists}</option>
          <option value="missing">{t.ops.missing}</option>
        </select>
      ) : null}
      {test.kind === 'exists' ? null : (
        <CompareEditor {...props} test={test} unit={props.unit === null ? null : attachUnit('', props.unit, lang).trim()} />
      )}
    </div>
  );
}

function CompareEditor(props: TestEditorProps & { readonly test: CompareTest }) {
  const { t } = useLanguage();
  const { name, type, unit, source, test, onChange, negation, autoFocus = false } = props;
  const write = (compare: CompareTest['compare']) => onChange({ kind: 'compare', compare });
  const listed = readListedValues(test.compare);
  if (type === 'number' || type === 'date' || type === 'datetime') {
    return <BoundsEditor type={type} compare={test.compare} unit={unit} onChange={write} autoFocus={autoFocus} />;
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
    />
  );
}
