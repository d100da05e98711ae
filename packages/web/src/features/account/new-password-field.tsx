import { useLanguage } from '../../i18n/language.ts';
import { judgePassword } from './judge-password.ts';
import { TextField } from './text-field.tsx';

interface NewPasswordFieldProps {
  readonly label: string;
  readonly value: string;
  readonly onText: (text: string) => void;
  /** Whether the page begins there. */
  readonly isFirst?: boolean;
}

/** A password that is chosen, with what is asked of one and how strong it is; the server has the last word (read-password.ts). */
export function NewPasswordField({ label, value, onText, isFirst = false }: NewPasswordFieldProps) {
  const { t } = useLanguage();
  return (
    <div>
      <TextField
        label={label}
        hint={t.accounts.passwordHint}
        type="password"
        autoComplete="new-password"
        required
        autoFocus={isFirst}
        minLength={12}
        value={value}
        onText={onText}
      />
      <output className="hint">{value === '' ? '' : t.accounts.passwordWords[judgePassword(value)]}</output>
    </div>
  );
}
