import type { Note } from '@silhouette/model';
import type { Dictionary } from '../../i18n/en.ts';
import { formatCount, formatInstant } from '../../i18n/format.ts';
import type { Language } from '../../i18n/language.ts';
import type { ExploreLookup } from './explore-context.ts';

/** What a note needs to be worded: the language, and the names of what it is about. */
export interface NoteTexts {
  readonly t: Dictionary;
  readonly lang: Language;
  readonly lookup: ExploreLookup;
}

/** A note in the reader's language, from its code and details; null where only the server's own words tell it. */
export function describeNote({ code, details = {} }: Note, { t, lang, lookup }: NoteTexts): string | null {
  const words = t.failures.notes;
  const { count, subject, snapshotAsOf, to } = details;
  const examples = listTexts(details.examples);
  const list = (all: number) =>
    all > examples.length ? words.andMore(examples.join(', '), formatCount(all - examples.length, lang)) : examples.join(', ');
  switch (code) {
    case 'unknown-values':
      if (typeof count !== 'number' || typeof subject !== 'string') return null;
      return words.unknownValues(count, formatCount(count, lang), nameSubject(subject, lookup, lang), list(count));
    case 'unknown-customers':
      return typeof count === 'number' ? words.unknownCustomers(count, formatCount(count, lang), list(count)) : null;
    case 'attributes-as-of-snapshot':
      if (typeof snapshotAsOf !== 'string') return null;
      return words.attributesAsOf(formatInstant(snapshotAsOf, lookup.catalog.timeZone, lang));
    case 'counts-rounded':
      return typeof to === 'number' ? words.rounded(formatCount(to, lang)) : null;
    case 'conditions-left-out': {
      const counted = readWords(details.counted, lang);
      return counted === null ? null : words.leftOut(counted);
    }
    case 'nothing-to-compare':
      return words.nothingToCompare;
    case 'too-few-customers':
      return words.tooFewCustomers;
    case 'spreadsheet-safe':
      return words.spreadsheetSafe;
    default:
      return null;
  }
}

/** What a detail says in a language; null where it does not. */
function readWords(value: unknown, lang: Language): string | null {
  if (typeof value !== 'object' || value === null || !(lang in value)) return null;
  const words: unknown = Reflect.get(value, lang);
  return typeof words === 'string' ? words : null;
}

function listTexts(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
}

/** The label of `attribute` or `event.field`. */
function nameSubject(subject: string, { attributeById, eventById }: ExploreLookup, lang: Language): string {
  const attribute = attributeById.get(subject);
  if (attribute !== undefined) return attribute.label[lang];
  for (const event of eventById.values()) {
    const field = event.fields.find(({ id }) => `${event.id}.${id}` === subject);
    if (field !== undefined) return `${event.label[lang]} · ${field.label[lang]}`;
  }
  return subject;
}
