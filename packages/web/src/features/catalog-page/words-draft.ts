import {
  type CatalogChange,
  type CatalogEntryAnswer,
  type CatalogWords,
  GARBLING,
  type Label,
  WORD_LIMITS,
} from '@silhouette/model';

/** What was typed into the form of an entry; what is absent was not touched. */
export interface WordsDraft {
  readonly label?: Label;
  readonly description?: Label;
  readonly group?: string;
  /** One a line. */
  readonly synonyms?: string;
  /** Names of values, by value. */
  readonly values?: ReadonlyMap<string, Label>;
}

/** Places of a form that can be wrong: `label.ko`, `synonyms`, `values` … */
export type WordsProblems = ReadonlyMap<string, 'empty' | 'one-language' | 'long' | 'signs' | 'twice' | 'many'>;

/** Nothing typed. */
export const NO_DRAFT: WordsDraft = {};

const NO_LABEL: Label = { ko: '', en: '' };

/** What the form shows: what was typed, else what stands. */
export function fillDraft(words: CatalogWords, draft: WordsDraft): Required<Omit<WordsDraft, 'values'>> {
  return {
    label: draft.label ?? words.label,
    description: draft.description ?? words.description ?? NO_LABEL,
    group: draft.group ?? words.group ?? '',
    synonyms: draft.synonyms ?? words.synonyms.join('\n'),
  };
}

/** The words of a text of one a line. */
export function readSynonyms(text: string): string[] {
  return text
    .split('\n')
    .map(tidy)
    .filter((line) => line !== '');
}

/** The change that a draft asks for: only what differs from what stands; null for none. */
export function readChange(entry: CatalogEntryAnswer, words: CatalogWords, draft: WordsDraft): CatalogChange | null {
  const change: CatalogChange = {};
  if (draft.label !== undefined && !isSameLabel(draft.label, words.label)) change.label = tidyLabel(draft.label);
  if (draft.description !== undefined && !isSameLabel(draft.description, words.description ?? NO_LABEL))
    change.description = tidyLabel(draft.description);
  if (draft.group !== undefined && tidy(draft.group) !== words.group) change.group = tidy(draft.group);
  const synonyms = draft.synonyms === undefined ? null : readSynonyms(draft.synonyms);
  if (synonyms !== null && synonyms.join('\n') !== words.synonyms.join('\n')) change.synonyms = synonyms;
  const known = new Map(entry.values.map(({ value, label }) => [value, label]));
  const values = [...(draft.values ?? [])].filter(([value, label]) => {
    const stands = known.get(value);
    return stands === undefined || !isSameLabel(stands, label);
  });
  // A name that was emptied goes back to what the file says.
  if (values.length > 0)
    change.values = values.map(([value, label]) => ({ value, label: isEmpty(label) ? null : tidyLabel(label) }));
  return Object.keys(change).length === 0 ? null : change;
}

/**
 * A draft whose group is the one that is called what was typed: people type what a group is called, which may be another text than
 * what it is kept as (`기본` for `basics`). Where two are called so, it is the one that stands.
 */
export function nameDraftGroup(
  draft: WordsDraft,
  standing: string | null,
  groups: readonly { readonly id: string; readonly label: string }[],
): WordsDraft {
  if (draft.group === undefined) return draft;
  const typed = tidy(draft.group);
  const called = groups.filter(({ id, label }) => label === typed || id === typed);
  const found = called.find(({ id }) => id === standing) ?? called[0];
  return { ...draft, group: found?.id ?? typed };
}

/** What the server would refuse of a draft, by place, told before it is asked. */
export function findProblems(draft: WordsDraft): WordsProblems {
  const problems = new Map<string, 'empty' | 'one-language' | 'long' | 'signs' | 'twice' | 'many'>();
  const check = (place: string, text: string, most: number) => {
    if ([...tidy(text)].length > most) problems.set(place, 'long');
    else if (GARBLING.test(text)) problems.set(place, 'signs');
  };
  const { label, description, group, synonyms, values } = draft;
  if (label !== undefined) checkLabel('label', label, WORD_LIMITS.label, 'empty');
  if (description !== undefined && !isEmpty(description))
    checkLabel('description', description, WORD_LIMITS.description, 'one-language');
  if (group !== undefined) {
    check('group', group, WORD_LIMITS.group);
    if (tidy(group) === '') problems.set('group', 'empty');
  }
  if (synonyms !== undefined) {
    const read = readSynonyms(synonyms);
    for (const synonym of read) check('synonyms', synonym, WORD_LIMITS.synonym);
    if (new Set(read).size < read.length) problems.set('synonyms', 'twice');
    if (read.length > WORD_LIMITS.synonyms) problems.set('synonyms', 'many');
  }
  for (const [value, name] of values ?? [])
    if (!isEmpty(name)) checkLabel(`values ${value}`, name, WORD_LIMITS.label, 'one-language');
  return problems;

  function checkLabel(place: string, texts: Label, most: number, whenEmpty: 'empty' | 'one-language'): void {
    for (const lang of ['ko', 'en'] as const) {
      check(`${place}.${lang}`, texts[lang], most);
      if (tidy(texts[lang]) === '') problems.set(`${place}.${lang}`, whenEmpty);
    }
  }
}

function tidy(text: string): string {
  return text.trim().replace(/\s+/gu, ' ');
}

function tidyLabel({ ko, en }: Label): Label {
  return { ko: tidy(ko), en: tidy(en) };
}

function isEmpty({ ko, en }: Label): boolean {
  return tidy(ko) === '' && tidy(en) === '';
}

function isSameLabel(a: Label, b: Label): boolean {
  return tidy(a.ko) === b.ko && tidy(a.en) === b.en;
}
