import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { accountsApi, useSignInWays } from '../../api/accounts.ts';
import { useLanguage } from '../../i18n/language.ts';
import { Button } from '../../ui/button.tsx';
import { describeAccountFailure } from './describe-account-failure.ts';
import { SecondFactorForm } from './second-factor-form.tsx';
import { TextField } from './text-field.tsx';

interface SignInFormProps {
  /** Where to go on by the company's sign-in, which leaves the page. */
  readonly next: string;
  readonly onDone: () => void;
}

/** E-mail and password, then the second factor where there is one; or the company's own sign-in. */
export function SignInForm({ next, onDone }: SignInFormProps) {
  const { t } = useLanguage();
  const texts = t.accounts;
  const ways = useSignInWays();
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const [isSecond, setSecond] = useState(false);
  const signIn = useMutation({
    mutationFn: () => accountsApi.signIn(email, password),
    onSuccess: ({ state }) => {
      setPassword('');
      if (state === 'signed-in') onDone();
      else setSecond(true);
    },
  });
  if (isSecond) return <SecondFactorForm onDone={onDone} onBack={() => setSecond(false)} />;
  const sso = ways.data?.sso ?? null;
  return (
    <form
      className="door-form"
      onSubmit={(event) => {
        event.preventDefault();
        signIn.mutate();
      }}
    >
      <TextField
        label={texts.email}
        type="email"
        name="email"
        autoComplete="username"
        required
        autoFocus
        value={email}
        onText={setEmail}
      />
      <TextField
        label={texts.password}
        type="password"
        name="password"
        autoComplete="current-password"
        required
        value={password}
        onText={setPassword}
      />
      {signIn.isError ? (
        <p className="field-problem" role="alert">
          {describeAccountFailure(signIn.error, t)}
        </p>
      ) : null}
      <Button look="primary" type="submit" disabled={signIn.isPending}>
        {signIn.isPending ? texts.signingIn : texts.signIn}
      </Button>
      {sso === null ? null : (
        <>
          <p className="door-or">{texts.or}</p>
          <a className="button" href={`/api/session/sso?next=${encodeURIComponent(next)}`}>
            {texts.sso(sso)}
          </a>
        </>
      )}
      <p className="hint">{texts.forgot}</p>
    </form>
  );
}
