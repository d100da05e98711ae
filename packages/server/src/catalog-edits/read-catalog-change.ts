import {
  GARBLING,
  GARBLING_RULE,
  isPlainList,
  isPlainObject,
  type Label,
  type NamedValue,
  type PlainValue,
  plainValueAt,
  WORD_LIMITS,
  WORD_PROPERTIES,
} from '@silhouette/model';
import { BodyReader } from '../read-body.ts';

/** What a body says of an entry; undefined: it stays as it is; null: back to what the file says. */
export interface EntryChange {
  readonly label: Label | null | undefined;
  /** `none`: without one, whatever the file says. */
  readonly description: Label | 'none' | null | undefined;
  readonly group: string | null | undefined;
  readonly synonyms: readonly string[] | null | undefined;
  /** Of each value its name, or null for the file's. */
  readonly values: ReadonlyMap<string, Label | null> | null | undefined;
}

const MAX_VALUE_LENGTH = 1000;

/** Reads the body of a change; issues are kept in `reader`. @throws SilhouetteError `wrong-type` when it is no object. */
export function readCatalogChange(body: PlainValue): { readonly reader: BodyReader; readonly change: EntryChange } {
  const reader = new BodyReader(body, WORD_PROPERTIES);
  const change = {
    label: readLabelKey(reader),
    description: readDescription(reader),
    group: readGroup(reader),
    synonyms: readSynonyms(reader),
    values: readValues(reader),
  };
  return { reader, change };
}

function readLabelKey(reader: BodyReader): Label | null | undefined {
  const value = reader.plain('label');
  return value === undefined || value === null ? value : (readLabel(reader, value, 'label', WORD_LIMITS.label) ?? undefined);
}

function readDescription(reader: BodyReader): EntryChange['description'] {
  const value = reader.plain('description');
  if (value === undefined || value === null) return value;
  if (isPlainObject(value) && isBlank(plainValueAt(value, 'ko')) && isBlank(plainValueAt(value, 'en'))) return 'none';
  return readLabel(reader, value, 'description', WORD_LIMITS.description) ?? undefined;
}

function isBlank(value: PlainValue | undefined): boolean {
  return typeof value === 'string' && value.trim() === '';
}

function readGroup(reader: BodyReader): string | null | undefined {
  const value = reader.plain('group');
  return value === undefined || value === null ? value : (readText(reader, value, 'group', WORD_LIMITS.group) ?? undefined);
}

function readSynonyms(reader: BodyReader): readonly string[] | null | undefined {
  const value = reader.plain('synonyms');
  if (value === undefined || value === null) return value;
  if (!isPlainList(value)) {
    reader.report('synonyms', 'wrong-type', '"synonyms" must be a list of texts.');
    return undefined;
  }
  if (value.length > WORD_LIMITS.synonyms)
    reader.report('synonyms', 'invalid-value', `An entry has at most ${WORD_LIMITS.synonyms} synonyms.`);
  const seen = new Set<string>();
  for (const [index, item] of value.entries()) {
    const text = readText(reader, item, `synonyms[${index}]`, WORD_LIMITS.synonym);
    if (text !== null && seen.has(text))
      reader.report(`synonyms[${index}]`, 'invalid-value', 'This synonym stands twice; keep one.');
    if (text !== null) seen.add(text);
  }
  return [...seen];
}

function readValues(reader: BodyReader): EntryChange['values'] {
  const list = reader.plain('values');
  if (list === undefined || list === null) return list;
  if (!isPlainList(list)) {
    reader.report('values', 'wrong-type', '"values" must be a list of { value, label }.');
    return undefined;
  }
  if (list.length > WORD_LIMITS.values)
    reader.report('values', 'invalid-value', `Names of at most ${WORD_LIMITS.values} values are kept for an entry.`);
  const values = new Map<string, Label | null>();
  for (const [index, item] of list.entries()) {
    const path = `values[${index}]`;
    if (!isPlainObject(item)) {
      reader.report(path, 'wrong-type', 'Give the name of a value as { "value": …, "label": { "ko": …, "en": … } }.');
      continue;
    }
    for (const key of Object.keys(item).filter((one) => one !== 'value' && one !== 'label'))
      reader.report(`${path}.${key}`, 'unknown-key', `There is no "${key}" here; use "value" and "label".`);
    const value = plainValueAt(item, 'value');
    if (typeof value !== 'string' || value === '' || value.length > MAX_VALUE_LENGTH || /\0|\p{Surrogate}/u.test(value)) {
      reader.report(`${path}.value`, 'invalid-value', `A value is a text of 1 to ${MAX_VALUE_LENGTH} characters.`);
    } else if (values.has(value)) {
      reader.report(`${path}.value`, 'invalid-value', 'This value stands twice; keep one.');
    } else {
      const label = plainValueAt(item, 'label');
      values.set(value, label === null ? null : readLabel(reader, label, `${path}.label`, WORD_LIMITS.label));
    }
  }
  return values;
}

function readLabel(reader: BodyReader, value: PlainValue | undefined, path: string, most: number): NamedValue['label'] | null {
  if (!isPlainObject(value)) {
    reader.report(path, 'wrong-type', `"${path}" must be { "ko": …, "en": … }, or null for what the file says.`);
    return null;
  }
  for (const key of Object.keys(value).filter((one) => one !== 'ko' && one !== 'en'))
    reader.report(`${path}.${key}`, 'unknown-key', `There is no "${key}" here; use "ko" and "en".`);
  const ko = readText(reader, plainValueAt(value, 'ko'), `${path}.ko`, most);
  const en = readText(reader, plainValueAt(value, 'en'), `${path}.en`, most);
  return ko === null || en === null ? null : { ko, en };
}

/** One line, white space as the catalog file's reader leaves it: none around, one space for any within. */
function readText(reader: BodyReader, value: PlainValue | undefined, path: string, most: number): string | null {
  if (typeof value !== 'string') {
    reader.report(path, 'wrong-type', `"${path}" must be a text.`);
    return null;
  }
  const text = value.trim().replace(/\s+/gu, ' ');
  const problem =
    text === ''
      ? 'must not be empty'
      : [...text].length > most
        ? `has at most ${most} characters`
        : GARBLING.test(value)
          ? GARBLING_RULE
          : null;
  if (problem === null) return text;
  reader.report(path, 'invalid-value', `"${path}" ${problem}.`);
  return null;
}
