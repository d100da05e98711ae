import { useMutation } from '@tanstack/react-query';
import { useLanguage } from '../../i18n/language.ts';
import { Button } from '../../ui/button.tsx';
import { CancelButton } from '../../ui/cancel-button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { describeAccountFailure } from '../account/describe-account-failure.ts';

interface RemoveDialogProps {
  readonly title: string;
  /** What goes with it. */
  readonly text: string;
  readonly remove: () => Promise<unknown>;
  readonly onClose: () => void;
  /** It is removed, and the dialog closed. */
  readonly onRemoved: () => void;
}

/** Asks before something is removed for good. */
export function RemoveDialog({ title, text, remove, onClose, onRemoved }: RemoveDialogProps) {
  const { t } = useLanguage();
  const removal = useMutation({
    mutationFn: remove,
    onSuccess: () => {
      onClose();
      onRemoved();
    },
  });
  return (
    <Dialog title={title} isOpen onClose={onClose}>
      <p>{text}</p>
      {removal.isError ? (
        <p className="field-problem" role="alert">
          {describeAccountFailure(removal.error, t)}
        </p>
      ) : null}
      <div className="dialog-foot">
        <CancelButton isFirst />
        <Button className="button-danger" disabled={removal.isPending} onClick={() => removal.mutate()}>
          {t.accounts.remove}
        </Button>
      </div>
    </Dialog>
  );
}
