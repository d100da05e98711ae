import { useEffect } from 'react';
import { useMe } from '../../api/accounts.ts';
import { useLanguage } from '../../i18n/language.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { keepFocus } from '../../ui/keep-focus.ts';
import { TableSkeleton } from '../../ui/skeleton.tsx';
import { KeysPart } from './keys-part.tsx';
import { PasswordPart } from './password-part.tsx';
import { SecondFactorPart } from './second-factor-part.tsx';
import { SessionsPart } from './sessions-part.tsx';
import './account.css';

/** One's own account: password, second factor, sessions, keys. */
export function AccountPage() {
  const { t } = useLanguage();
  const me = useMe();
  useEffect(() => {
    document.title = `${t.accounts.account} · ${t.appName}`;
  }, [t]);
  if (me.data === undefined) {
    return (
      <main className="content">
        <TableSkeleton rows={6} />
      </main>
    );
  }
  const { account } = me.data;
  return (
    <main className="content" ref={keepFocus}>
      <header className="content-head">
        <h1 className="content-title">{t.accounts.account}</h1>
        {account === null ? null : (
          <p className="content-lead grow">
            {account.name} · {account.email}
          </p>
        )}
      </header>
      {account === null ? (
        <EmptyState icon="people" title={t.accounts.peopleNone} text={t.accounts.peopleNoneText} />
      ) : (
        <>
          <PasswordPart hasPassword={account.hasPassword} email={account.email} />
          {account.hasPassword ? (
            <SecondFactorPart isOn={account.hasSecondFactor} isNeeded={me.data.heldBack.length > 0} />
          ) : null}
          <SessionsPart />
          <KeysPart permissions={me.data.permissions} />
        </>
      )}
    </main>
  );
}
