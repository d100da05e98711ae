import type { Person } from '@silhouette/model';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { accountsApi } from '../../api/accounts.ts';
import { useLanguage } from '../../i18n/language.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { showToast } from '../../ui/toast.tsx';
import { describeAccountFailure } from '../account/describe-account-failure.ts';

/** Asks before an account is removed for good. */
export function RemovePersonDialog({ person, onClose }: { readonly person: Person; readonly onClose: () => void }) {
  const { t } = useLanguage();
  const texts = t.accounts;
  const client = useQueryClient();
  const remove = useMutation({
    mutationFn: () => accountsApi.removePerson(person.id),
    onSuccess: async () => {
      showToast(texts.removed(person.name));
      onClose();
      await client.invalidateQueries({ queryKey: ['accounts'] });
    },
  });
  return (
    <Dialog title={texts.removeTitle(person.name)} isOpen onClose={onClose}>
      <p>{texts.removeText}</p>
      {remove.isError ? (
        <p className="field-problem" role="alert">
          {describeAccountFailure(remove.error, t)}
        </p>
      ) : null}
      <div className="dialog-foot">
        <Button data-first="" onClick={onClose}>
          {t.cancel}
        </Button>
        <Button className="button-danger" disabled={remove.isPending} onClick={() => remove.mutate()}>
          {texts.remove}
        </Button>
      </div>
    </Dialog>
  );
}
