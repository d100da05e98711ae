import { useLanguage } from '../../i18n/language.ts';
import { TextField } from './text-field.tsx';

interface NewPasswordFieldProps {
  readonly label: string;
  readonly value: string;
  readonly onText: (text: string) => void;
  /** Whether the page begins there. */
  readonly isFirst?: boolean;
}

/** A password that is chosen, with what is asked of one; the server has the last word (read-password.ts). */
export function NewPasswordField({ label, value, onText, isFirst = false }: NewPasswordFieldProps) {
  const { t } = useLanguage();
  return (
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
  );
}
