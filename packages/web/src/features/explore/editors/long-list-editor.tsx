import { type ClipboardEvent, useEffect, useId, useRef, useState } from 'react';
import { formatCount } from '../../../i18n/format.ts';
import { useLanguage } from '../../../i18n/language.ts';
import { Button } from '../../../ui/button.tsx';
import { CopyButton } from '../../../ui/copy-button.tsx';
import { readValues, type TextValuesEditorProps } from './text-values.ts';

/** Values shown of a long list. */
const SHOWN = 5;
/** Letters that a field takes without keeping the browser busy; more are added as they are pasted. */
const MOST_LETTERS = 20_000;

/** A list too long for a field: how many it holds and the first of them; others are added or taken out. */
export function LongListEditor({ label, values, onChange, splitCommas }: TextValuesEditorProps) {
  const { t, lang } = useLanguage();
  const texts = t.defining.list;
  const id = useId();
  const field = useRef<HTMLTextAreaElement>(null);
  const [text, setText] = useState('');
  const [said, setSaid] = useState('');
  useEffect(() => {
    // The field that the list was pasted into is gone: this one takes its place.
    if (document.activeElement === null || document.activeElement === document.body) field.current?.focus();
  }, []);
  const add = (typed: string) => {
    const next = [...new Set([...values, ...readValues(typed, splitCommas)])];
    setText('');
    setSaid(texts.added(formatCount(next.length - values.length, lang)));
    if (next.length !== values.length) onChange(next);
  };
  const takeOut = () => {
    const out = new Set(readValues(text, splitCommas));
    const next = values.filter((value) => !out.has(value));
    setText('');
    setSaid(texts.taken(formatCount(values.length - next.length, lang)));
    if (next.length !== values.length) onChange(next);
  };
  const paste = (event: ClipboardEvent<HTMLTextAreaElement>) => {
    const pasted = event.clipboardData.getData('text/plain');
    if (pasted.length + text.length <= MOST_LETTERS) return;
    event.preventDefault();
    add(`${text}\n${pasted}`);
  };
  return (
    <>
      <p className="field-label">
        {label} · {texts.size(formatCount(values.length, lang))}
      </p>
      <p className="long-list">{texts.first(values.slice(0, SHOWN).join(', '), formatCount(values.length - SHOWN, lang))}</p>
      <label htmlFor={id} className="field-label">
        {texts.change}
      </label>
      <textarea
        ref={field}
        id={id}
        className="input"
        rows={3}
        value={text}
        onChange={(event) => setText(event.target.value)}
        onPaste={paste}
        aria-describedby={`${id}-said`}
        spellCheck={false}
      />
      <p className="long-list-tools">
        <Button disabled={text.trim() === ''} onClick={() => add(text)}>
          {texts.add}
        </Button>
        <Button disabled={text.trim() === ''} onClick={takeOut}>
          {texts.takeOut}
        </Button>
        <CopyButton label={texts.copy} read={() => values.join('\n')} />
        <Button look="quiet" onClick={() => onChange([])}>
          {texts.clear}
        </Button>
      </p>
      <p className="hint" id={`${id}-said`} role="status">
        {said === '' ? texts.hint : said}
      </p>
    </>
  );
}
