import type { RoleAnswer } from '@silhouette/model';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { accountsApi, useInvitations, useTimeZone } from '../../api/accounts.ts';
import { formatInstant } from '../../i18n/format.ts';
import { useLanguage } from '../../i18n/language.ts';
import { Button } from '../../ui/button.tsx';
import { describeAccountFailure } from '../account/describe-account-failure.ts';

/** Invitations that nobody took up, each to be taken back; nothing without any. */
export function InvitationList({ roles }: { readonly roles: readonly RoleAnswer[] }) {
  const { t, lang } = useLanguage();
  const texts = t.accounts;
  const client = useQueryClient();
  const timeZone = useTimeZone();
  const query = useInvitations();
  const withdraw = useMutation({
    mutationFn: accountsApi.withdraw,
    onSettled: () => client.invalidateQueries({ queryKey: ['accounts', 'invitations'] }),
  });
  const invitations = query.data?.invitations ?? [];
  const failure = query.error ?? withdraw.error;
  if (invitations.length === 0 && failure === null) return null;
  return (
    <section className="account-part" aria-labelledby="invitations-title">
      <h2 id="invitations-title">{texts.invitations}</h2>
      {failure === null ? null : (
        <p className="field-problem" role="alert">
          {describeAccountFailure(failure, t)}
        </p>
      )}
      <ul className="plain-list account-list">
        {invitations.map((one) => (
          <li key={one.id}>
            <span className="grow">
              {one.email} · {roles.find(({ id }) => id === one.role)?.label[lang] ?? one.role}
              {!one.isScoped ? null : <span className="hint"> · {texts.scoped}</span>}
              <br />
              <span className="hint">
                {one.isExpired ? texts.expired : texts.invitedBy(one.invitedBy, formatInstant(one.expiresAt, timeZone, lang))}
              </span>
            </span>
            <Button
              aria-label={texts.withdrawOf(one.email)}
              disabled={withdraw.isPending}
              onClick={() => withdraw.mutate(one.id)}
            >
              {texts.withdraw}
            </Button>
          </li>
        ))}
      </ul>
    </section>
  );
}
