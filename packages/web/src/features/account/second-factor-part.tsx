import type { SecondFactorStart } from '@silhouette/model';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { encode } from 'uqr';
import { accountsApi } from '../../api/accounts.ts';
import { useLanguage } from '../../i18n/language.ts';
import { Button } from '../../ui/button.tsx';
import { CopyButton } from '../../ui/copy-button.tsx';
import { showToast } from '../../ui/toast.tsx';
import { describeAccountFailure } from './describe-account-failure.ts';
import { TextField } from './text-field.tsx';

interface SecondFactorPartProps {
  readonly isOn: boolean;
  /** Whether some of what they may do waits for it. */
  readonly isNeeded: boolean;
}

/** The second factor: set up with an app, confirmed by its code, with codes for when the app is lost. */
export function SecondFactorPart({ isOn, isNeeded }: SecondFactorPartProps) {
  const { t } = useLanguage();
  const texts = t.accounts;
  const client = useQueryClient();
  const [step, setStep] = useState<'none' | 'start' | 'renew' | 'remove'>('none');
  const [started, setStarted] = useState<SecondFactorStart | null>(null);
  const [codes, setCodes] = useState<readonly string[] | null>(null);
  const finish = (text: string) => {
    setStep('none');
    setStarted(null);
    showToast(text);
    void client.invalidateQueries({ queryKey: ['me'] });
    void client.invalidateQueries({ queryKey: ['accounts', 'sessions'] });
  };
  const toggle = (next: typeof step) => () => {
    setCodes(null);
    setStep(step === next ? 'none' : next);
  };
  return (
    <section className="account-part" aria-labelledby="factor-title">
      <h2 id="factor-title">{texts.factorTitle}</h2>
      <p>{isOn ? texts.factorOn : texts.factorOff}</p>
      {isNeeded ? <p role="note">{texts.factorNeeded}</p> : null}
      {started === null ? (
        <div className="account-tools">
          {isOn ? (
            <>
              <Button onClick={toggle('renew')}>{texts.factorRenew}</Button>
              <Button onClick={toggle('remove')}>{texts.factorRemove}</Button>
            </>
          ) : (
            <Button onClick={toggle('start')}>{texts.factorStart}</Button>
          )}
        </div>
      ) : null}
      {step === 'start' && started === null ? (
        <ProofForm
          label={texts.confirmPassword}
          submit={texts.goOn}
          send={accountsApi.startSecondFactor}
          onDone={(answer) => {
            setStarted(answer);
            setCodes(answer.recoveryCodes);
          }}
        />
      ) : null}
      {started === null ? null : (
        <>
          <p>{texts.factorScan}</p>
          <QrCode text={started.uri} label={texts.factorQr} />
          <p>
            {texts.factorKey}: <code className="secret">{new URL(started.uri).searchParams.get('secret')}</code>
          </p>
        </>
      )}
      {codes === null ? null : <RecoveryCodeList codes={codes} />}
      {started === null ? null : (
        <ProofForm
          isCode
          label={texts.code}
          submit={texts.factorConfirm}
          send={accountsApi.confirmSecondFactor}
          onDone={() => finish(texts.factorDone)}
        />
      )}
      {step === 'renew' && codes === null ? (
        <ProofForm
          label={texts.confirmPassword}
          submit={texts.factorRenew}
          send={accountsApi.renewCodes}
          onDone={({ recoveryCodes }) => setCodes(recoveryCodes)}
        />
      ) : null}
      {step === 'remove' ? (
        <ProofForm
          label={texts.confirmPassword}
          submit={texts.factorRemove}
          send={accountsApi.removeSecondFactor}
          onDone={() => finish(texts.factorRemoved)}
        />
      ) : null}
    </section>
  );
}

interface ProofFormProps<T> {
  readonly label: string;
  readonly submit: string;
  readonly isCode?: boolean;
  readonly send: (proof: string) => Promise<T>;
  readonly onDone: (answer: T) => void;
}

function ProofForm<T>({ label, submit, isCode = false, send, onDone }: ProofFormProps<T>): ReactNode {
  const { t } = useLanguage();
  const [proof, setProof] = useState('');
  const prove = useMutation({
    mutationFn: () => send(proof),
    onSuccess: (answer) => {
      setProof('');
      onDone(answer);
    },
  });
  return (
    <form
      className="account-form"
      onSubmit={(event) => {
        event.preventDefault();
        prove.mutate();
      }}
    >
      <TextField
        label={label}
        type={isCode ? 'text' : 'password'}
        autoComplete={isCode ? 'one-time-code' : 'current-password'}
        inputMode={isCode ? 'numeric' : 'text'}
        required
        value={proof}
        onText={setProof}
      />
      {prove.isError ? (
        <p className="field-problem" role="alert">
          {describeAccountFailure(prove.error, t)}
        </p>
      ) : null}
      <Button look="primary" type="submit" disabled={prove.isPending}>
        {submit}
      </Button>
    </form>
  );
}

function RecoveryCodeList({ codes }: { readonly codes: readonly string[] }) {
  const { t } = useLanguage();
  return (
    <div>
      <h3 className="field-label">{t.accounts.factorCodes}</h3>
      <p className="hint">{t.accounts.factorCodesHint}</p>
      <ul className="plain-list account-codes">
        {codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </ul>
      <CopyButton label={t.copy} read={() => codes.join('\n')} />
    </div>
  );
}

/** A QR code as one path: a square for every dark point. */
function QrCode({ text, label }: { readonly text: string; readonly label: string }) {
  const { data, size } = encode(text, { border: 4 });
  const path = data.flatMap((row, y) => row.map((isDark, x) => (isDark ? `M${x} ${y}h1v1h-1z` : ''))).join('');
  return (
    <svg className="account-qr" viewBox={`0 0 ${size} ${size}`} role="img" aria-label={label} shapeRendering="crispEdges">
      <path d={path} fill="#000000" />
    </svg>
  );
}
