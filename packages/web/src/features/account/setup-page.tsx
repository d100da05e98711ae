import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'wouter';
import { accountsApi, useSignInWays } from '../../api/accounts.ts';
import { PATHS } from '../../app/routes.ts';
import { useLanguage } from '../../i18n/language.ts';
import { Button } from '../../ui/button.tsx';
import { describeAccountFailure } from './describe-account-failure.ts';
import { Door } from './door.tsx';
import { NewPasswordField } from './new-password-field.tsx';
import { TextField } from './text-field.tsx';

/** The first account: whoever makes it is signed in with it. */
export function SetUpPage() {
  const { t } = useLanguage();
  const texts = t.accounts;
  const ways = useSignInWays();
  const [name, setName] = useState('');
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const make = useMutation({
    mutationFn: async () => {
      await accountsApi.setUp({ name, email, password });
      await accountsApi.signIn(email, password);
    },
    onSuccess: () => location.assign(PATHS.people),
  });
  if (ways.data?.setUp === false && make.isIdle) {
    return (
      <Door title={texts.setUpTitle} lead={texts.setUpClosed}>
        <Link className="button" href={PATHS.signIn}>
          {texts.toSignIn}
        </Link>
      </Door>
    );
  }
  return (
    <Door title={texts.setUpTitle} lead={texts.setUpLead}>
      <form
        className="door-form"
        onSubmit={(event) => {
          event.preventDefault();
          make.mutate();
        }}
      >
        <TextField label={texts.name} autoComplete="name" required autoFocus maxLength={100} value={name} onText={setName} />
        <TextField label={texts.email} type="email" autoComplete="username" required value={email} onText={setEmail} />
        <NewPasswordField label={texts.password} value={password} onText={setPassword} />
        {make.isError ? (
          <p className="field-problem" role="alert">
            {describeAccountFailure(make.error, t)}
          </p>
        ) : null}
        <Button look="primary" type="submit" disabled={make.isPending}>
          {texts.setUpSubmit}
        </Button>
      </form>
    </Door>
  );
}
