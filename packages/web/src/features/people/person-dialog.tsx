import type { Person, RoleAnswer } from '@silhouette/model';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { accountsApi } from '../../api/accounts.ts';
import { useLanguage } from '../../i18n/language.ts';
import { Button } from '../../ui/button.tsx';
import { CancelButton } from '../../ui/cancel-button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { showToast } from '../../ui/toast.tsx';
import { Unsaved } from '../../ui/unsaved.tsx';
import { describeAccountFailure } from '../account/describe-account-failure.ts';
import { isAboutScope, PowerFields, readScope } from './power-fields.tsx';

interface PersonDialogProps {
  readonly person: Person;
  readonly roles: readonly RoleAnswer[];
  readonly onClose: () => void;
}

/** Changes role and row scope of somebody; both hold at once. */
export function PersonDialog({ person, roles, onClose }: PersonDialogProps) {
  const { t } = useLanguage();
  const texts = t.accounts;
  const client = useQueryClient();
  const [role, setRole] = useState(person.role);
  const [begun] = useState(() => (person.rowScope === null ? '' : JSON.stringify(person.rowScope, null, 2)));
  const [scope, setScope] = useState(begun);
  const [isBroken, setBroken] = useState(false);
  const isHidden = person.isScoped && person.rowScope === null;
  const save = useMutation({
    // A scope that is not told stays as it is.
    mutationFn: (rowScope: unknown) => accountsApi.changePerson(person.id, isHidden ? { role } : { role, rowScope }),
    onSuccess: async () => {
      showToast(texts.saved);
      onClose();
      await client.invalidateQueries({ queryKey: ['accounts'] });
    },
  });
  const problem = isBroken ? texts.rowScopeInvalid : save.isError ? describeAccountFailure(save.error, t) : null;
  return (
    <Dialog title={texts.editTitle(person.name)} isOpen onClose={onClose}>
      <Unsaved when={role !== person.role || scope !== begun} />
      <form
        className="account-form"
        onSubmit={(event) => {
          event.preventDefault();
          const rowScope = readScope(scope);
          setBroken(rowScope === undefined);
          if (rowScope !== undefined) save.mutate(rowScope);
        }}
      >
        <PowerFields
          roles={roles}
          role={role}
          onRole={setRole}
          scope={isHidden ? null : scope}
          onScope={setScope}
          problem={problem}
          isScopeWrong={isBroken || isAboutScope(save.error)}
        />
        <div className="dialog-foot">
          <CancelButton />
          <Button look="primary" type="submit" disabled={save.isPending}>
            {texts.save}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
