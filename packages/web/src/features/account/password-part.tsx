import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { accountsApi } from '../../api/accounts.ts';
import { useLanguage } from '../../i18n/language.ts';
import { Button } from '../../ui/button.tsx';
import { showToast } from '../../ui/toast.tsx';
import { describeAccountFailure } from './describe-account-failure.ts';
import { NewPasswordField } from './new-password-field.tsx';
import { TextField } from './text-field.tsx';

/** Changes one's own password; other browsers are signed out. */
export function PasswordPart({ hasPassword, email }: { readonly hasPassword: boolean; readonly email: string }) {
  const { t } = useLanguage();
  const texts = t.accounts;
  const client = useQueryClient();
  const [current, setCurrent] = useState('');
  const [next, setNext] = useState('');
  const change = useMutation({
    mutationFn: () => accountsApi.changePassword(current, next),
    onSuccess: () => {
      setCurrent('');
      setNext('');
      showToast(texts.passwordChanged);
      void client.invalidateQueries({ queryKey: ['accounts', 'sessions'] });
    },
  });
  return (
    <section className="account-part" aria-labelledby="password-title">
      <h2 id="password-title">{texts.passwordTitle}</h2>
      {hasPassword ? (
        <form
          className="account-form"
          onSubmit={(event) => {
            event.preventDefault();
            change.mutate();
          }}
        >
          <input type="email" name="email" autoComplete="username" value={email} readOnly hidden />
          <TextField
            label={texts.currentPassword}
            type="password"
            autoComplete="current-password"
            required
            value={current}
            onText={setCurrent}
          />
          <NewPasswordField label={texts.newPassword} value={next} onText={setNext} />
          {change.isError ? (
            <p className="field-problem" role="alert">
              {describeAccountFailure(change.error, t)}
            </p>
          ) : null}
          <Button type="submit" disabled={change.isPending}>
            {texts.changePassword}
          </Button>
        </form>
      ) : (
        <p>{texts.noPassword}</p>
      )}
    </section>
  );
}
