import type { SavedAudience } from '@silhouette/model';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRef } from 'react';
import { createAudience } from '../../api/audiences.ts';
import { makeKey } from '../../api/make-key.ts';
import { describeFailure } from '../../app/describe-failure.ts';
import { useLanguage } from '../../i18n/language.ts';
import { showToast } from '../../ui/toast.tsx';
import type { JsonObject } from '../explore/definition/to-definition.ts';

/** Saves a copy of an audience under a name that says so, and tells. Asked again after a lost answer it is the same copy. */
export function useDuplicate(): (audience: SavedAudience) => void {
  const { t } = useLanguage();
  const client = useQueryClient();
  // Keys of copies whose answers have not come.
  const keys = useRef(new Map<string, string>());
  const nameVersion = ({ id, version }: SavedAudience) => `${id} ${version}`;
  const { mutate } = useMutation({
    mutationFn: (audience: SavedAudience) => {
      const { name, description, tags, definition } = audience;
      const key = keys.current.get(nameVersion(audience)) ?? makeKey();
      keys.current.set(nameVersion(audience), key);
      // A definition that was saved is a JSON object: the server reads it before it keeps it.
      const content = { name: t.audiences.copyOf(name), description, tags, definition: definition as JsonObject };
      return createAudience(client, content, key);
    },
    onSuccess: (saved, audience) => {
      keys.current.delete(nameVersion(audience));
      showToast(t.audiences.duplicated(saved.name));
    },
    onError: (error) => {
      const { title, details } = describeFailure(error, t);
      showToast(`${t.audiences.save.failedTitle} ${title} ${details}`, 'problem');
    },
  });
  return mutate;
}
