import type { LinkAnswer } from '@silhouette/model';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'wouter';
import { accountsApi, useLink } from '../../api/accounts.ts';
import { PATHS } from '../../app/routes.ts';
import { useLanguage } from '../../i18n/language.ts';
import { Button } from '../../ui/button.tsx';
import { TableSkeleton } from '../../ui/skeleton.tsx';
import { describeAccountFailure } from './describe-account-failure.ts';
import { Door } from './door.tsx';
import { NewPasswordField } from './new-password-field.tsx';
import { TextField } from './text-field.tsx';

/** An invitation, or a link for a new password: its token stands after the `#`, which no server is sent. */
export function AcceptPage() {
  const { t, lang } = useLanguage();
  const texts = t.accounts;
  const [token] = useState(() => location.hash.slice(1));
  const link = useLink(token);
  if (token === '' || link.isError) {
    return (
      <Door title={texts.linkGoneTitle} lead={link.isError ? describeAccountFailure(link.error, t) : texts.linkGoneText}>
        <Link className="button" href={PATHS.signIn}>
          {texts.toSignIn}
        </Link>
      </Door>
    );
  }
  if (link.data === undefined) {
    return (
      <Door title={texts.acceptTitle}>
        <TableSkeleton rows={3} />
      </Door>
    );
  }
  const { kind, email, role } = link.data;
  const lead = kind === 'invitation' ? texts.acceptLead(email, role?.[lang] ?? '') : texts.resetLead(email);
  return (
    <Door title={kind === 'invitation' ? texts.acceptTitle : texts.resetTitle} lead={lead}>
      <UseForm token={token} link={link.data} />
    </Door>
  );
}

function UseForm({ token, link }: { readonly token: string; readonly link: LinkAnswer }) {
  const { t } = useLanguage();
  const texts = t.accounts;
  const isInvitation = link.kind === 'invitation';
  const [name, setName] = useState('');
  const [password, setPassword] = useState('');
  const use = useMutation({
    mutationFn: async () => {
      const { email } = await accountsApi.takeLink(token, password, isInvitation ? name : null);
      return accountsApi.signIn(email, password);
    },
    // With a second factor the sign-in page asks for it.
    onSuccess: ({ state }) => location.assign(state === 'signed-in' ? PATHS.explore : PATHS.signIn),
  });
  return (
    <form
      className="door-form"
      onSubmit={(event) => {
        event.preventDefault();
        use.mutate();
      }}
    >
      {/* For password managers: whose password it is. */}
      <input type="email" name="email" autoComplete="username" value={link.email} readOnly hidden />
      {isInvitation ? (
        <TextField label={texts.name} autoComplete="name" required autoFocus maxLength={100} value={name} onText={setName} />
      ) : null}
      <NewPasswordField
        label={isInvitation ? texts.password : texts.newPassword}
        isFirst={!isInvitation}
        value={password}
        onText={setPassword}
      />
      {use.isError ? (
        <p className="field-problem" role="alert">
          {describeAccountFailure(use.error, t)}
        </p>
      ) : null}
      <Button look="primary" type="submit" disabled={use.isPending}>
        {isInvitation ? texts.acceptSubmit : texts.save}
      </Button>
    </form>
  );
}
