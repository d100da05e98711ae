import type { RoleAnswer } from '@silhouette/model';
import { useId } from 'react';
import { ApiError } from '../../api/request-json.ts';
import { useLanguage } from '../../i18n/language.ts';
import { Select } from '../../ui/select.tsx';

interface PowerFieldsProps {
  readonly roles: readonly RoleAnswer[];
  readonly role: string;
  readonly onRole: (role: string) => void;
  /** JSON as it is typed; empty for all customers; null: there is one that is not told, which stays. */
  readonly scope: string | null;
  readonly onScope: (scope: string) => void;
  readonly problem: string | null;
  /** Whether the problem is the scope's. */
  readonly isScopeWrong: boolean;
}

/** What somebody may do, and whom they may know of. */
export function PowerFields({ roles, role, onRole, scope, onScope, problem, isScopeWrong }: PowerFieldsProps) {
  const { t, lang } = useLanguage();
  const id = useId();
  return (
    <>
      <Select
        label={t.accounts.role}
        value={role}
        options={roles.map((one) => ({ value: one.id, label: one.label[lang] }))}
        onChange={onRole}
      />
      <div className="field">
        <label className="field-label" htmlFor={id}>
          {t.accounts.rowScope}
        </label>
        <textarea
          className="input mono"
          id={id}
          rows={3}
          spellCheck={false}
          aria-describedby={`${id}-hint`}
          aria-invalid={isScopeWrong}
          disabled={scope === null}
          value={scope ?? ''}
          onChange={(event) => onScope(event.target.value)}
        />
        <span className="hint" id={`${id}-hint`}>
          {scope === null ? t.accounts.rowScopeHidden : t.accounts.rowScopeHint}
        </span>
      </div>
      {problem === null ? null : (
        <p className="field-problem" role="alert">
          {problem}
        </p>
      )}
    </>
  );
}

/** A row scope as it was typed: null for all customers, undefined when it is not JSON. */
export function readScope(text: string): unknown {
  if (text.trim() === '') return null;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Whether what was refused is the row scope: not the address, the role, or a server that does not answer. */
export function isAboutScope(error: unknown): boolean {
  return error instanceof ApiError && error.issues.some(({ path }) => path.startsWith('rowScope'));
}
