import { useEffect, useId, useRef, useState } from 'react';
import { useLanguage } from '../../../i18n/language.ts';

interface TextValuesEditorProps {
  readonly label: string;
  readonly hint: string;
  readonly values: readonly string[];
  readonly onChange: (values: readonly string[]) => void;
  /** Whether commas separate values too. */
  readonly splitCommas: boolean;
}

/** Any number of texts, one a line. */
export function TextValuesEditor({ label, hint, values, onChange, splitCommas }: TextValuesEditorProps) {
  const { t } = useLanguage();
  const id = useId();
  const [text, setText] = useState(values.join('\n'));
  const given = useRef(values.join('\n'));
  const current = values.join('\n');
  useEffect(() => {
    if (current === given.current) return;
    given.current = current;
    setText(current);
  }, [current]);
  const change = (next: string) => {
    setText(next);
    // A key that holds a comma itself stays whole.
    const splits = splitCommas && !values.some((value) => value.includes(','));
    const parts = next.split(splits ? /[\n,]/ : '\n').map((part) => part.trim());
    const unique = [...new Set(parts.filter((part) => part !== ''))];
    given.current = unique.join('\n');
    onChange(unique);
  };
  return (
    <div className="text-values">
      <label htmlFor={id} className="field-label">
        {label}
      </label>
      <textarea
        id={id}
        className="input"
        rows={4}
        value={text}
        onChange={(event) => change(event.target.value)}
        aria-describedby={`${id}-hint`}
        spellCheck={false}
      />
      <p className="hint" id={`${id}-hint`}>
        {hint}
        {values.length === 0 ? '' : ` · ${t.values.selected(values.length)}`}
      </p>
    </div>
  );
}
