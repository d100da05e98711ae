import { type ReactNode, useId } from 'react';
import { useLanguage } from '../../i18n/language.ts';
import { Button } from '../../ui/button.tsx';
import { CancelButton } from '../../ui/cancel-button.tsx';
import type { AudienceForm, FormProblems } from './read-save-problems.ts';
import { TagsField } from './tags-field.tsx';

interface SaveFormProps {
  readonly form: AudienceForm;
  readonly problems: FormProblems;
  /** Whether it is a change of something saved, about which something can be said. */
  readonly isChange: boolean;
  readonly isSaving: boolean;
  readonly submitLabel: string;
  readonly onChange: (form: AudienceForm) => void;
  readonly onSubmit: () => void;
  /** What stands above the buttons. */
  readonly children: ReactNode;
}

/** Name, description and tags of an audience, each with what is wrong with it. */
export function SaveForm(props: SaveFormProps) {
  const { form, problems, isChange, isSaving, submitLabel, onChange, onSubmit, children } = props;
  const { t } = useLanguage();
  const texts = t.audiences.save;
  return (
    <form
      className="save-form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        onSubmit();
      }}
    >
      <TextField
        label={texts.name}
        value={form.name}
        problem={problems.name}
        isFirst
        onChange={(name) => onChange({ ...form, name })}
      />
      <TextField
        label={texts.description}
        value={form.description}
        problem={problems.description}
        rows={3}
        onChange={(description) => onChange({ ...form, description })}
      />
      <TagsField tags={form.tags} problem={problems.tags} onChange={(tags) => onChange({ ...form, tags })} />
      {isChange ? (
        <TextField
          label={texts.note}
          value={form.note}
          problem={problems.note}
          onChange={(note) => onChange({ ...form, note })}
        />
      ) : null}
      {children}
      <div className="dialog-foot">
        <CancelButton />
        <Button look="primary" type="submit" disabled={isSaving}>
          {isSaving ? texts.saving : submitLabel}
        </Button>
      </div>
    </form>
  );
}

interface TextFieldProps {
  readonly label: string;
  readonly value: string;
  readonly problem: string | null;
  /** Lines; absent: one. */
  readonly rows?: number;
  /** Whether it has the focus when the form opens. */
  readonly isFirst?: boolean;
  readonly onChange: (text: string) => void;
}

function TextField({ label, value, problem, rows, isFirst = false, onChange }: TextFieldProps) {
  const id = useId();
  const common = {
    id,
    className: 'input',
    value,
    'aria-invalid': problem !== null,
    'aria-describedby': problem === null ? undefined : `${id}-problem`,
    'data-first': isFirst ? '' : undefined,
    autoComplete: 'off',
  };
  return (
    <div className="field">
      <label htmlFor={id} className="field-label">
        {label}
      </label>
      {rows === undefined ? (
        <input {...common} onChange={(event) => onChange(event.target.value)} />
      ) : (
        <textarea {...common} rows={rows} onChange={(event) => onChange(event.target.value)} />
      )}
      {problem === null ? null : (
        <span id={`${id}-problem`} className="field-problem" role="alert">
          {problem}
        </span>
      )}
    </div>
  );
}
