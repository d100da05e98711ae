import type { SavedAudience } from '@silhouette/model';
import type { Dictionary } from '../../i18n/en.ts';

/** Why a saved audience has no sentence here: it is not for who reads, or asks for what the catalog no longer has. Then `reasons` says what. */
export function explainUnreadable(
  { issues }: Pick<SavedAudience, 'issues'>,
  t: Dictionary,
): { readonly title: string; readonly reasons: readonly string[] } {
  if (issues.some(({ code }) => code === 'definition-hidden')) return { title: t.audiences.hidden, reasons: [] };
  return { title: t.audiences.unreadable, reasons: issues.map(({ message }) => message) };
}
