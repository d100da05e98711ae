import { useEffect, useId, useRef, useState } from 'react';

interface CommitInputProps {
  readonly label: string;
  /** The value as it stands. */
  readonly value: string;
  /** Takes a valid text; called while typing. */
  readonly onCommit: (text: string) => void;
  /** What is wrong with a text, or null. */
  readonly check: (text: string) => string | null;
  readonly type?: 'text' | 'date' | 'number';
  readonly placeholder?: string;
  readonly className?: string;
  readonly autoFocus?: boolean;
  /** Whether the label is in sight (else for screen readers only). */
  readonly showLabel?: boolean;
  readonly inputMode?: 'decimal' | 'numeric' | 'text';
}

/**
 * A text that becomes a value only while it is one: what is not stays in the field with the reason, and the value
 * before it stands.
 */
export function CommitInput(props: CommitInputProps) {
  const { label, value, onCommit, check, type = 'text', placeholder, className = '', autoFocus, showLabel = false } = props;
  const [text, setText] = useState(value);
  const committed = useRef(value);
  const field = useRef<HTMLInputElement>(null);
  const id = useId();
  useEffect(() => {
    // A value changed elsewhere (a handle, undo) replaces the text; the one typed here does not.
    if (value !== committed.current) {
      committed.current = value;
      setText(value);
    }
  }, [value]);
  useEffect(() => {
    if (autoFocus) field.current?.focus();
  }, [autoFocus]);
  const problem = check(text);
  const change = (next: string) => {
    setText(next);
    if (check(next) !== null) return;
    committed.current = next;
    onCommit(next);
  };
  return (
    <span className={`field ${className}`}>
      <label htmlFor={id} className={showLabel ? 'field-label' : 'visually-hidden'}>
        {label}
      </label>
      <input
        ref={field}
        id={id}
        className="input"
        type={type}
        inputMode={props.inputMode}
        value={text}
        placeholder={placeholder}
        aria-invalid={problem !== null}
        aria-describedby={problem === null ? undefined : `${id}-problem`}
        onChange={(event) => change(event.target.value)}
      />
      {problem === null ? null : (
        <span id={`${id}-problem`} className="field-problem" role="alert">
          {problem}
        </span>
      )}
    </span>
  );
}
