import type { SavedAudience } from '@silhouette/model';
import type { Dictionary } from '../../i18n/en.ts';
import type { Language } from '../../i18n/language.ts';
import { isSameTags } from './select-changes.ts';

type Version = Pick<SavedAudience, 'name' | 'description' | 'tags' | 'definition' | 'sentence' | 'note'>;

/** What somebody else changed between two versions, a line each; one line that says so when it is nothing. */
export function listTheirChanges(before: Version, theirs: Version, t: Dictionary, lang: Language): readonly string[] {
  const { save, conflict } = t.audiences;
  const lines: string[] = [];
  if (theirs.name !== before.name) lines.push(`${save.name}: ${theirs.name}`);
  if (theirs.description !== before.description) lines.push(`${save.description}: ${theirs.description ?? '–'}`);
  if (!isSameTags(theirs.tags, before.tags)) {
    lines.push(`${save.tags}: ${theirs.tags.length === 0 ? '–' : theirs.tags.join(', ')}`);
  }
  if (JSON.stringify(theirs.definition) !== JSON.stringify(before.definition)) {
    lines.push(`${conflict.theirConditions}: ${theirs.sentence?.[lang] ?? '–'}`);
  }
  if (theirs.note !== null) lines.push(`“${theirs.note}”`);
  return lines.length === 0 ? [conflict.theirNothing] : lines;
}
