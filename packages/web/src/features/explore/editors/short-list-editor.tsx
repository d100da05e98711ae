import { type ClipboardEvent, useEffect, useEffectEvent, useId, useRef, useState } from 'react';
import { useLanguage } from '../../../i18n/language.ts';
import { MOST_LINES, readValues, type TextValuesEditorProps } from './text-values.ts';

/** After so long without a letter, in milliseconds, what was typed counts; at once when the field is left. */
const PAUSE_MS = 200;

/** A list of texts as the lines of a field. */
export function ShortListEditor({ label, hint, values, onChange, splitCommas }: TextValuesEditorProps) {
  const { t } = useLanguage();
  const id = useId();
  const current = values.join('\n');
  const [text, setText] = useState(current);
  /** The list as this field last gave or took it: the one that comes from elsewhere (undo) replaces what is typed. */
  const given = useRef(current);
  const pending = useRef<string | null>(null);
  useEffect(() => {
    if (current === given.current) return;
    given.current = current;
    pending.current = null;
    setText(current);
  }, [current]);
  const commit = (typed: string) => {
    pending.current = null;
    // A key that holds a comma itself stays whole.
    const read = readValues(typed, splitCommas && !values.some((value) => value.includes(',')));
    given.current = read.join('\n');
    onChange(read);
  };
  const flush = () => {
    if (pending.current !== null) commit(pending.current);
  };
  const flushAtEnd = useEffectEvent(flush);
  useEffect(() => {
    if (text === given.current) return;
    const timer = setTimeout(() => flushAtEnd(), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [text]);
  useEffect(() => () => flushAtEnd(), []);
  const paste = (event: ClipboardEvent<HTMLTextAreaElement>) => {
    const pasted = event.clipboardData.getData('text/plain');
    const lines = countLines(pasted, splitCommas);
    if (lines + countLines(text, splitCommas) <= MOST_LINES) return;
    // The browser would be busy with so many lines for minutes: the list takes them without the field.
    event.preventDefault();
    const { selectionStart, selectionEnd } = event.currentTarget;
    commit(text.slice(0, selectionStart) + pasted.replaceAll('\r\n', '\n') + text.slice(selectionEnd));
  };
  return (
    <>
      <label htmlFor={id} className="field-label">
        {label}
      </label>
      <textarea
        id={id}
        className="input"
        rows={4}
        value={text}
        onChange={(event) => {
          pending.current = event.target.value;
          setText(event.target.value);
        }}
        onBlur={flush}
        onPaste={paste}
        aria-describedby={`${id}-hint`}
        spellCheck={false}
      />
      <p className="hint" id={`${id}-hint`}>
        {hint}
        {values.length === 0 ? '' : ` · ${t.values.selected(values.length)}`}
      </p>
    </>
  );
}

function countLines(text: string, splitCommas: boolean): number {
  let lines = 1;
  for (const mark of splitCommas ? ['\n', ','] : ['\n']) {
    for (let at = text.indexOf(mark); at >= 0; at = text.indexOf(mark, at + 1)) lines += 1;
  }
  return lines;
}
