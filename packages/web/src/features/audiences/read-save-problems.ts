import { AUDIENCE_LIMITS, type Issue } from '@silhouette/model';
import type { Dictionary } from '../../i18n/en.ts';

/** What people write about an audience, as the form holds it. */
export interface AudienceForm {
  readonly name: string;
  /** Empty: none. */
  readonly description: string;
  readonly tags: readonly string[];
  /** What is said about the change; empty: nothing. */
  readonly note: string;
}

/** What is wrong with each field, in words; null: nothing. */
export type FormProblems = { readonly [Field in keyof AudienceForm]: string | null };

/** What can be said of a form before it is sent. */
export function checkForm({ name, description, tags, note }: AudienceForm, t: Dictionary): FormProblems {
  const texts = t.audiences.save;
  // Characters as the server counts them: an emoji is one.
  const checkLength = (text: string, most: number) => ([...text.trim()].length > most ? texts.tooLong(most) : null);
  return {
    name: name.trim() === '' ? texts.needsName : checkLength(name, AUDIENCE_LIMITS.name),
    description: checkLength(description, AUDIENCE_LIMITS.description),
    tags:
      tags.length > AUDIENCE_LIMITS.tags
        ? texts.tooMany(AUDIENCE_LIMITS.tags)
        : (tags.map((tag) => checkLength(tag, AUDIENCE_LIMITS.tag)).find((problem) => problem !== null) ?? null),
    note: checkLength(note, AUDIENCE_LIMITS.note),
  };
}

/** What the server says is wrong: by field, and the rest, about the definition. */
export function sortIssues(
  issues: readonly Issue[],
  t: Dictionary,
): { readonly fields: FormProblems; readonly others: readonly string[] } {
  const say = ({ code, message }: Issue) => {
    const kind = code === 'audience-cycle' ? t.audiences.save.cycle : t.failures.issues[code];
    return kind === undefined ? message : `${kind} ${message}`;
  };
  const fieldOf = (issue: Issue) => /^(name|description|tags|note)(?=\[|$)/.exec(issue.path)?.[1] ?? null;
  const sayField = (field: keyof AudienceForm) => {
    const found = issues.filter((issue) => fieldOf(issue) === field);
    return found.length === 0 ? null : found.map(say).join(' ');
  };
  return {
    fields: {
      name: sayField('name'),
      description: sayField('description'),
      tags: sayField('tags'),
      note: sayField('note'),
    },
    others: issues.filter((issue) => fieldOf(issue) === null).map(say),
  };
}
