import { useEffect, useId, useRef, useState } from 'react';

interface CommitInputProps {
  readonly label: string;
  /** The value as it stands. */
  readonly value: string;
  /** Takes what a valid text means; called while typing. */
  readonly onCommit: (meant: string) => void;
  /** What is wrong with a text, or null. */
  readonly check: (text: string) => string | null;
  /** What a valid text means, in the form of `value`; absent: itself. */
  readonly read?: (text: string) => string;
  /** Whether a text may only look wrong because it is being typed: nothing is said of it before the field is left. */
  readonly isBegun?: (text: string) => boolean;
  /** What a valid text was understood as, where it does not say so itself; null: nothing to say. */
  readonly explain?: (text: string) => string | null;
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
  const { read = (typed) => typed, isBegun, explain } = props;
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
  const [isTyping, setTyping] = useState(false);
  const found = check(text);
  const problem = isTyping && isBegun?.(text) === true ? null : found;
  const understood = found === null && explain !== undefined ? explain(text) : null;
  const change = (next: string) => {
    setTyping(true);
    setText(next);
    if (check(next) !== null) return;
    const meant = read(next);
    committed.current = meant;
    onCommit(meant);
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
        aria-describedby={problem !== null ? `${id}-problem` : understood !== null ? `${id}-understood` : undefined}
        onChange={(event) => change(event.target.value)}
        onBlur={() => setTyping(false)}
      />
      {problem === null ? null : (
        <span id={`${id}-problem`} className="field-problem" role="alert">
          {problem}
        </span>
      )}
      {understood === null ? null : (
        <span id={`${id}-understood`} className="field-understood">
          {understood}
        </span>
      )}
    </span>
  );
}
