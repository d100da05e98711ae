import type { AuditEntry } from '@silhouette/model';
import type { Dictionary } from '../../i18n/en.ts';
import { formatCount } from '../../i18n/format.ts';
import type { Language } from '../../i18n/language.ts';

/** Who did it, in words. */
export function nameEntryActor({ actor, request }: Pick<AuditEntry, 'actor' | 'request'>, t: Dictionary): string {
  if (actor.name !== '') return actor.name;
  return request === null ? t.audit.unknown : `${t.audit.unknown} (${request.address})`;
}

/** What an entry is about, in one line. */
export function describeEntry(entry: AuditEntry, t: Dictionary, lang: Language): string {
  const { details, subject, texts } = entry;
  const sentence = readSentence(entry, lang);
  const { customers, asked } = details;
  const parts = [
    sentence ?? '',
    ...listReadable(subject),
    readText(details.email),
    typeof customers === 'number' ? t.audit.customers(customers, formatCount(customers, lang)) : '',
    Array.isArray(asked) && asked.length > 1 ? t.audit.questions(asked.length, formatCount(asked.length, lang)) : '',
    // Of an older entry it lies in the details.
    texts.find(({ name }) => name === 'name')?.text ?? readText(details.name),
    readText(details.fileName),
    ...(entry.action === 'refused' ? describeRefusal(entry, t, lang) : []),
  ];
  const told = parts.filter((part) => part !== '');
  // Better an id than nothing; whoever did it to themselves stands beside it already.
  return (told.length > 0 ? told : subject.filter((one) => one !== entry.actor.id)).join(' · ');
}

/** What was asked, why it was refused, and how many more there were. */
function describeRefusal({ request, details: { code, more } }: AuditEntry, t: Dictionary, lang: Language): string[] {
  return [
    request === null ? '' : `${request.method} ${request.route}`.trimEnd(),
    readText(code),
    typeof more === 'number' ? t.audit.furtherRefusals(formatCount(more, lang)) : '',
  ];
}

/** Subjects as people know them: the ids that only programs know stand in the entry itself. */
function listReadable(subject: readonly string[]): string[] {
  return subject.filter((one) => !PROGRAM_ID.test(one));
}

const PROGRAM_ID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** The sentence of the definition that an entry is about; null where it has none, or it was erased. */
export function readSentence({ details, texts }: AuditEntry, lang: Language): string | null {
  const last: unknown = Array.isArray(details.last) ? details.last[0] : details;
  const own = readLabel(readKey(last, 'sentence'), lang);
  return own ?? texts.find(({ name }) => name.endsWith(`sentence.${lang}`))?.text ?? null;
}

/** The definitions that an entry holds in full, as text. */
export function readDefinitions({ details, texts }: AuditEntry): string[] {
  const holders: readonly unknown[] = Array.isArray(details.last) ? details.last : [details];
  const own = holders.flatMap((holder) => {
    const text = readKey(holder, 'definition');
    return typeof text === 'string' ? [text] : [];
  });
  return [...own, ...texts.flatMap(({ name, text }) => (name.endsWith('definition') && text !== null ? [text] : []))];
}

/** What else is kept beside an entry so that it can be erased (what it was for, notes, row scopes, what was looked for), by name. */
export function readWritten({ texts }: AuditEntry): readonly { readonly name: string; readonly text: string | null }[] {
  return texts.filter(({ name }) => !/(?:key|definition|sentence\.\w+)$/.test(name));
}

function readLabel(label: unknown, lang: Language): string | null {
  const text = readKey(label, lang);
  return typeof text === 'string' ? text : null;
}

function readKey(holder: unknown, key: string): unknown {
  return typeof holder === 'object' && holder !== null ? new Map(Object.entries(holder)).get(key) : undefined;
}

function readText(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
