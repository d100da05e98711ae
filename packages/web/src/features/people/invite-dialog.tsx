import type { OneTimeLink, RoleAnswer } from '@silhouette/model';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { accountsApi } from '../../api/accounts.ts';
import { useLanguage } from '../../i18n/language.ts';
import { Button } from '../../ui/button.tsx';
import { CancelButton } from '../../ui/cancel-button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Unsaved } from '../../ui/unsaved.tsx';
import { describeAccountFailure } from '../account/describe-account-failure.ts';
import { TextField } from '../account/text-field.tsx';
import { isAboutScope, PowerFields, readScope } from './power-fields.tsx';

interface InviteDialogProps {
  readonly roles: readonly RoleAnswer[];
  readonly onClose: () => void;
  readonly onLink: (link: OneTimeLink) => void;
}

/** Invites somebody: what they may do is set now, the link is handed on by whoever invites. */
export function InviteDialog({ roles, onClose, onLink }: InviteDialogProps) {
  const { t } = useLanguage();
  const texts = t.accounts;
  const client = useQueryClient();
  const [email, setEmail] = useState('');
  const [role, setRole] = useState('viewer');
  const [scope, setScope] = useState('');
  const [isBroken, setBroken] = useState(false);
  const invite = useMutation({
    mutationFn: (rowScope: unknown) => accountsApi.invite(email, role, rowScope),
    onSuccess: (link) => {
      void client.invalidateQueries({ queryKey: ['accounts', 'invitations'] });
      onLink(link);
    },
  });
  const problem = isBroken ? texts.rowScopeInvalid : invite.isError ? describeAccountFailure(invite.error, t) : null;
  return (
    <Dialog title={texts.inviteTitle} isOpen onClose={onClose}>
      <Unsaved when={email.trim() !== '' || scope.trim() !== ''} />
      <form
        className="account-form"
        onSubmit={(event) => {
          event.preventDefault();
          const rowScope = readScope(scope);
          setBroken(rowScope === undefined);
          if (rowScope !== undefined) invite.mutate(rowScope);
        }}
      >
        <TextField label={texts.email} type="email" autoComplete="off" required data-first="" value={email} onText={setEmail} />
        <PowerFields
          roles={roles}
          role={role}
          onRole={setRole}
          scope={scope}
          onScope={setScope}
          problem={problem}
          isScopeWrong={isBroken || isAboutScope(invite.error)}
        />
        <div className="dialog-foot">
          <CancelButton />
          <Button look="primary" type="submit" disabled={invite.isPending}>
            {texts.inviteSubmit}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
