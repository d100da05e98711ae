import type { SavedAudience } from '@silhouette/model';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { restoreAudience } from '../../api/audiences.ts';
import { makeKey } from '../../api/make-key.ts';
import { describeFailure } from '../../app/describe-failure.ts';
import { useLanguage } from '../../i18n/language.ts';
import { showToast } from '../../ui/toast.tsx';

/** Takes a deleted audience back, and tells; asked again after a lost answer it is one restoring. */
export function useRestore(id: string) {
  const { t } = useLanguage();
  const client = useQueryClient();
  const [key] = useState(makeKey);
  return useMutation({
    mutationFn: (): Promise<SavedAudience> => restoreAudience(client, id, key),
    onSuccess: (saved) => showToast(t.audiences.deleted.done(saved.name)),
    onError: (error) => {
      const { title, details } = describeFailure(error, t);
      showToast(`${t.audiences.deleted.failed} ${title} ${details}`, 'problem');
    },
  });
}
