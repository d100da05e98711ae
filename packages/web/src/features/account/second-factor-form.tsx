import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { accountsApi } from '../../api/accounts.ts';
import { useLanguage } from '../../i18n/language.ts';
import { Button } from '../../ui/button.tsx';
import { describeAccountFailure } from './describe-account-failure.ts';
import { TextField } from './text-field.tsx';

/** The second step of signing in: a code of the app, or a recovery code. */
export function SecondFactorForm({ onDone, onBack }: { readonly onDone: () => void; readonly onBack: () => void }) {
  const { t } = useLanguage();
  const texts = t.accounts;
  const [isRecovery, setRecovery] = useState(false);
  const [code, setCode] = useState('');
  const verify = useMutation({
    mutationFn: () => accountsApi.giveCode(isRecovery ? { recoveryCode: code } : { code }),
    onSuccess: onDone,
    onError: () => setCode(''),
  });
  return (
    <form
      className="door-form"
      onSubmit={(event) => {
        event.preventDefault();
        verify.mutate();
      }}
    >
      <TextField
        key={isRecovery ? 'recovery' : 'code'}
        label={isRecovery ? texts.recoveryCode : texts.code}
        hint={isRecovery ? texts.recoveryHint : texts.codeHint}
        inputMode={isRecovery ? 'text' : 'numeric'}
        autoComplete="one-time-code"
        required
        autoFocus
        value={code}
        onText={setCode}
      />
      {verify.isError ? (
        <p className="field-problem" role="alert">
          {describeAccountFailure(verify.error, t)}
        </p>
      ) : null}
      <Button look="primary" type="submit" disabled={verify.isPending}>
        {texts.goOn}
      </Button>
      <div className="door-more">
        <button
          type="button"
          className="link-button"
          onClick={() => {
            setCode('');
            setRecovery(!isRecovery);
          }}
        >
          {isRecovery ? texts.useApp : texts.useRecovery}
        </button>
        <button type="button" className="link-button" onClick={onBack}>
          {texts.back}
        </button>
      </div>
    </form>
  );
}
