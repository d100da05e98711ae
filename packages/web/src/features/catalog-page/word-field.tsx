import { useId } from 'react';
import { useLanguage } from '../../i18n/language.ts';
import type { WordsProblems } from './words-draft.ts';

interface WordFieldProps {
  /** Shown before it; without one only screen readers hear `name`. */
  readonly label?: string;
  readonly name: string;
  readonly hint?: string;
  readonly value: string;
  /** What is wrong with it. */
  readonly problem: (WordsProblems extends ReadonlyMap<string, infer Problem> ? Problem : never) | null;
  readonly lang?: 'ko' | 'en';
  readonly isLong?: boolean;
  /** Whether lines are its items; else a line break becomes a space. */
  readonly isList?: boolean;
  /** Id of a list of texts to choose from. */
  readonly list?: string;
  readonly onChange: (text: string) => void;
}

/** A field of the form of words, with what is wrong below it. */
export function WordField(props: WordFieldProps) {
  const { label, name, hint, value, problem, lang, isLong = false, isList = false, list, onChange } = props;
  const { t } = useLanguage();
  const id = useId();
  const describedBy = [hint === undefined ? [] : [`${id}-hint`], problem === null ? [] : [`${id}-problem`]].flat().join(' ');
  const shared = {
    className: 'input',
    value,
    'aria-label': name,
    'aria-invalid': problem !== null,
    ...(describedBy === '' ? {} : { 'aria-describedby': describedBy }),
    ...(lang === undefined ? {} : { lang }),
  };
  return (
    <div className="field">
      {label === undefined ? null : (
        <span className="field-label" aria-hidden="true">
          {label}
        </span>
      )}
      {isLong ? (
        <textarea
          {...shared}
          rows={isList ? 3 : 2}
          onChange={(event) => onChange(isList ? event.target.value : event.target.value.replaceAll(/\s*\n\s*/g, ' '))}
        />
      ) : (
        <input
          type="text"
          {...shared}
          {...(list === undefined ? {} : { list })}
          autoComplete="off"
          onChange={(event) => onChange(event.target.value)}
        />
      )}
      {hint === undefined ? null : (
        <span id={`${id}-hint`} className="hint">
          {hint}
        </span>
      )}
      {problem === null ? null : (
        <span id={`${id}-problem`} className="field-problem">
          {t.catalogPage.problems[problem]}
        </span>
      )}
    </div>
  );
}
