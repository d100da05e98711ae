import type { SavedAudience } from '@silhouette/model';

type Texts = Pick<SavedAudience, 'name' | 'description' | 'tags'>;

/** The fields of a form that differ from what they began as: only these are sent, so that others' changes of the rest stay. */
export function selectChanges(before: Texts, form: Texts): Partial<Texts> {
  return {
    ...(form.name === before.name ? {} : { name: form.name }),
    ...(form.description === before.description ? {} : { description: form.description }),
    ...(isSameTags(form.tags, before.tags) ? {} : { tags: form.tags }),
  };
}

/** Whether two lists of tags are the same, in the same order. */
export function isSameTags(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((tag, index) => tag === b[index]);
}
