import type { SavedAudience } from '@silhouette/model';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link } from 'wouter';
import { useTimeZone } from '../../api/accounts.ts';
import { deleteAudience, useAudienceUses } from '../../api/audiences.ts';
import { ApiError } from '../../api/request-json.ts';
import { describeFailure } from '../../app/describe-failure.ts';
import { writeAudiencePath } from '../../app/routes.ts';
import { formatAgo, useNow } from '../../i18n/format-ago.ts';
import { useLanguage } from '../../i18n/language.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { showToast } from '../../ui/toast.tsx';
import './save-dialog.css';

interface DeleteDialogProps {
  readonly audience: SavedAudience;
  readonly onClose: () => void;
  readonly onDeleted: () => void;
}

/** Asks before an audience is deleted; where others use it, says which, and does not. */
export function DeleteDialog({ audience, onClose, onDeleted }: DeleteDialogProps) {
  const { t, lang } = useLanguage();
  const client = useQueryClient();
  const nowMs = useNow();
  const timeZone = useTimeZone();
  const uses = useAudienceUses(audience.id);
  const mutation = useMutation({
    mutationFn: (version: number) => deleteAudience(client, { id: audience.id, version }),
    onSuccess: () => {
      showToast(t.audiences.remove.done(audience.name));
      onDeleted();
    },
    // Somebody may have begun to use it in this moment.
    onError: () => void uses.refetch(),
  });
  const { error } = mutation;
  const texts = t.audiences.remove;
  const usedBy = uses.data?.usedBy ?? [];
  const current = error instanceof ApiError ? error.current : null;
  const isUse = error instanceof ApiError && error.issues[0]?.code === 'audience-in-use';
  const failure = error ?? uses.error;
  return (
    <Dialog title={texts.title(audience.name)} isOpen onClose={onClose}>
      <div className="save-form">
        {usedBy.length > 0 ? (
          <div role="alert">
            <p className="notice-title">{texts.usedTitle}</p>
            <p>{texts.usedText}</p>
            <ul className="conflict-list">
              {usedBy.map(({ id, name }) => (
                <li key={id}>
                  <Link href={writeAudiencePath(id)}>{name}</Link>
                </li>
              ))}
            </ul>
          </div>
        ) : (
          <>
            <p>{texts.text}</p>
            {uses.isPending ? <p className="hint">{texts.checking}</p> : null}
            {current !== null ? (
              <p className="field-problem" role="alert">
                {texts.changed(current.savedBy, formatAgo(current.savedAt, nowMs, lang, timeZone))}
              </p>
            ) : failure === null || isUse ? null : (
              <p className="field-problem" role="alert">
                {describeFailure(failure, t).title} {describeFailure(failure, t).details}
              </p>
            )}
          </>
        )}
        <div className="dialog-foot">
          <Button data-first="" onClick={onClose}>
            {usedBy.length > 0 ? t.close : texts.keep}
          </Button>
          {usedBy.length > 0 ? null : (
            <Button
              className="button-danger"
              disabled={!uses.isSuccess || mutation.isPending}
              onClick={() => mutation.mutate(current?.version ?? audience.version)}
            >
              {current === null ? texts.confirm : texts.look}
            </Button>
          )}
        </div>
      </div>
    </Dialog>
  );
}
