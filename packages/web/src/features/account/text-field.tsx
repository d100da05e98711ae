import { type InputHTMLAttributes, useId } from 'react';

interface TextFieldProps extends InputHTMLAttributes<HTMLInputElement> {
  readonly label: string;
  readonly hint?: string;
  readonly value: string;
  readonly onText: (text: string) => void;
}

/** One line to type in, with its name above and what to know below. */
export function TextField({ label, hint, onText, ...rest }: TextFieldProps) {
  const hintId = useId();
  const id = useId();
  return (
    <div className="field">
      <label className="field-label" htmlFor={id}>
        {label}
      </label>
      <input
        className="input"
        id={id}
        {...(hint === undefined ? {} : { 'aria-describedby': hintId })}
        {...rest}
        onChange={(event) => onText(event.target.value)}
      />
      {hint === undefined ? null : (
        <span className="hint" id={hintId}>
          {hint}
        </span>
      )}
    </div>
  );
}
