import type { SavedAudience } from '@silhouette/model';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { createAudience } from '../../api/audiences.ts';
import { describeFailure } from '../../app/describe-failure.ts';
import { useLanguage } from '../../i18n/language.ts';
import { showToast } from '../../ui/toast.tsx';
import type { JsonObject } from '../explore/definition/to-definition.ts';

/** Saves a copy of an audience under a name that says so, and tells. */
export function useDuplicate(): (audience: SavedAudience) => void {
  const { t } = useLanguage();
  const client = useQueryClient();
  const { mutate } = useMutation({
    mutationFn: ({ name, description, tags, definition }: SavedAudience) =>
      createAudience(client, {
        name: t.audiences.copyOf(name),
        description,
        tags,
        // A definition that was saved is a JSON object: the server reads it before it keeps it.
        definition: definition as JsonObject,
      }),
    onSuccess: (saved) => showToast(t.audiences.duplicated(saved.name)),
    onError: (error) => {
      const { title, details } = describeFailure(error, t);
      showToast(`${t.audiences.save.failedTitle} ${title} ${details}`);
    },
  });
  return mutate;
}
