import { type ApiKey, PERMISSIONS, type Permission } from '@silhouette/model';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { accountsApi, useKeys, useTimeZone } from '../../api/accounts.ts';
import { formatInstant } from '../../i18n/format.ts';
import { useLanguage } from '../../i18n/language.ts';
import { Button } from '../../ui/button.tsx';
import { CopyButton } from '../../ui/copy-button.tsx';
import { Select } from '../../ui/select.tsx';
import { showToast } from '../../ui/toast.tsx';
import { RemoveDialog } from '../people/remove-dialog.tsx';
import { describeAccountFailure } from './describe-account-failure.ts';
import { TextField } from './text-field.tsx';

const DAYS = ['7', '30', '90', '365'] as const;

/** Keys for programs: what each may do, until when; a new one is shown once. */
export function KeysPart({ permissions }: { readonly permissions: readonly Permission[] }) {
  const { t, lang } = useLanguage();
  const texts = t.accounts;
  const client = useQueryClient();
  const timeZone = useTimeZone();
  const query = useKeys();
  const refresh = () => client.invalidateQueries({ queryKey: ['accounts', 'keys'] });
  const [removed, setRemoved] = useState<ApiKey | null>(null);
  const keys = query.data?.keys ?? [];
  const failure = query.error;
  return (
    <section className="account-part" aria-labelledby="keys-title">
      <h2 id="keys-title">{texts.keysTitle}</h2>
      <p className="hint">{texts.keysLead}</p>
      {failure === null ? null : (
        <p className="field-problem" role="alert">
          {describeAccountFailure(failure, t)}
        </p>
      )}
      {query.isSuccess && keys.length === 0 ? <p>{texts.keysNone}</p> : null}
      <ul className="plain-list account-list">
        {keys.map((key) => (
          <li key={key.id}>
            <span className="grow">
              {key.name} <span className="mono">{key.start}…</span>
              <br />
              <span className="hint">
                {key.isExpired ? texts.keyExpired : texts.keyExpires(formatInstant(key.expiresAt, timeZone, lang))} ·{' '}
                {key.lastUsedAt === null ? texts.keyUnused : texts.keyUsed(formatInstant(key.lastUsedAt, timeZone, lang))}
                <br />
                {PERMISSIONS.filter((one) => key.scopes.includes(one))
                  .map((one) => texts.permissions[one])
                  .join('; ')}
              </span>
            </span>
            <Button aria-label={texts.keyRemove(key.name)} onClick={() => setRemoved(key)}>
              {texts.removeShort}
            </Button>
          </li>
        ))}
      </ul>
      {removed === null ? null : (
        <RemoveDialog
          title={texts.keyRemoveTitle(removed.name)}
          text={texts.keyRemoveText}
          remove={() => accountsApi.removeKey(removed.id)}
          onClose={() => setRemoved(null)}
          onRemoved={() => {
            showToast(texts.keyRemoved(removed.name));
            void refresh();
          }}
        />
      )}
      <NewKeyForm permissions={permissions} onMade={() => void refresh()} />
    </section>
  );
}

function NewKeyForm({ permissions, onMade }: { readonly permissions: readonly Permission[]; readonly onMade: () => void }) {
  const { t } = useLanguage();
  const texts = t.accounts;
  const [name, setName] = useState('');
  const [days, setDays] = useState<(typeof DAYS)[number]>('90');
  const [scopes, setScopes] = useState<readonly Permission[]>([]);
  const shown = useRef<HTMLElement>(null);
  const make = useMutation({
    mutationFn: () => accountsApi.makeKey(name, scopes, Number(days)),
    onSuccess: () => {
      setName('');
      setScopes([]);
      onMade();
    },
  });
  const made = make.data?.key;
  useEffect(() => {
    // The button cannot be pressed any more; the key is what is to be taken now.
    if (made !== undefined) shown.current?.focus();
  }, [made]);
  return (
    <form
      className="account-form"
      onSubmit={(event) => {
        event.preventDefault();
        make.mutate();
      }}
    >
      {make.data === undefined ? null : (
        <div role="status">
          <p>{texts.keyMade}</p>
          <code className="secret" tabIndex={-1} ref={shown}>
            {make.data.key}
          </code>
          <CopyButton label={t.copy} read={() => make.data?.key ?? ''} />
        </div>
      )}
      <TextField label={texts.keyName} required maxLength={100} value={name} onText={setName} />
      <Select
        label={texts.keyDays}
        value={days}
        options={DAYS.map((value) => ({ value, label: texts.days(Number(value)) }))}
        onChange={setDays}
      />
      <fieldset className="account-checks">
        <legend>{texts.keyScopes}</legend>
        {permissions.map((permission) => (
          <label key={permission} className="check">
            <input
              type="checkbox"
              checked={scopes.includes(permission)}
              onChange={(event) =>
                setScopes(event.target.checked ? [...scopes, permission] : scopes.filter((one) => one !== permission))
              }
            />
            {texts.permissions[permission]}
          </label>
        ))}
      </fieldset>
      {make.isError ? (
        <p className="field-problem" role="alert">
          {describeAccountFailure(make.error, t)}
        </p>
      ) : null}
      <Button type="submit" disabled={make.isPending || scopes.length === 0}>
        {texts.keyMake}
      </Button>
    </form>
  );
}
