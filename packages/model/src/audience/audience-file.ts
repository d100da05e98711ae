import { parseDocument, stringify } from 'yaml';
import type { AudienceId } from '../brand.ts';
import { type Issue, SilhouetteError } from '../error.ts';
import { isSamePlain } from '../text/is-same-plain.ts';
import { parseYamlText } from '../text/parse-yaml-text.ts';
import {
  ExactNumber,
  isPlainList,
  isPlainObject,
  type PlainObject,
  type PlainValue,
  plainValueAt,
  toPlainValue,
} from '../text/plain-value.ts';
import { describeAudienceIdProblem, parseAudienceId } from './audience-id.ts';
import type { SavedAudience } from './saved-audience.ts';

/** A saved audience as a file for git. */
export interface AudienceFile {
  readonly id: AudienceId;
  readonly name: string;
  readonly description: string | null;
  readonly tags: readonly string[];
  /** The version that the file was pulled as, or became when it was pushed; null for one that was written by hand. */
  readonly version: number | null;
  readonly definition: PlainObject;
}

type Content = Pick<AudienceFile, 'name' | 'description' | 'tags' | 'definition'>;

const KEYS = ['id', 'name', 'description', 'tags', 'version', 'definition'] as const;

/** The YAML text of an audience: the same audience always gives the same text, and the reader below the same audience. */
export function writeAudienceFile(audience: Pick<SavedAudience, (typeof KEYS)[number]>): string {
  const { id, name, description, tags, version, definition } = audience;
  const shown = {
    id,
    name,
    ...(description === null ? {} : { description }),
    ...(tags.length === 0 ? {} : { tags }),
    version,
    definition,
  };
  // Readers of YAML 1.1 take plain `no` and `12:30` for something else: they are quoted for them.
  return stringify(shown, { version: '1.2', schema: 'core', compat: 'yaml-1.1', lineWidth: 0 });
}

/**
 * Reads the YAML text of an audience. The definition is not looked into: it is held against the catalog when it is saved.
 * @throws SilhouetteError with every issue
 */
export function parseAudienceFile(text: string): AudienceFile {
  const plain = parseYamlText(text);
  if (!isPlainObject(plain)) throw SilhouetteError.of('wrong-type', `The file must be a map with ${KEYS.join(', ')}.`);
  const issues: Issue[] = [];
  const report = (path: string, code: Issue['code'], message: string): null => {
    issues.push({ path, code, message });
    return null;
  };
  for (const key of Object.keys(plain)) {
    if (!KEYS.some((known) => known === key)) report(key, 'unknown-key', `There is no "${key}" here; use ${KEYS.join(', ')}.`);
  }
  const readText = (key: string, otherwise: string | null): string | null => {
    const value = plainValueAt(plain, key) ?? null;
    if (typeof value === 'string') return value;
    if (value === null && otherwise !== null) return otherwise;
    if (value === null) return report(key, 'missing-key', `"${key}" is missing; add it to the file.`);
    return report(key, 'wrong-type', `"${key}" must be a text; write it in quotes.`);
  };
  const idText = readText('id', null);
  const id = idText === null ? null : parseAudienceId(idText);
  if (idText !== null && id === null) report('id', 'invalid-value', describeAudienceIdProblem(idText) ?? '');
  const name = readText('name', null);
  const description = readText('description', '');
  const definition = plainValueAt(plain, 'definition');
  if (!isPlainObject(definition)) report('definition', 'wrong-type', '"definition" must be an audience definition, a map.');
  const tags = readTags(plainValueAt(plain, 'tags'), report);
  const version = readVersion(plainValueAt(plain, 'version'), report);
  if (issues.length > 0 || id === null || name === null || !isPlainObject(definition)) throw new SilhouetteError(issues);
  return { id, name: name.trim(), description: description?.trim() || null, tags, version, definition };
}

/**
 * The text with another version, everything else (comments, order, spelling, ends of lines) as it is.
 * @throws SilhouetteError when the text cannot be read.
 */
export function replaceFileVersion(text: string, version: number): string {
  const before = parseYamlText(text);
  if (!isPlainObject(before)) throw SilhouetteError.of('wrong-type', `The file must be a map with ${KEYS.join(', ')}.`);
  const wanted = { ...before, version: new ExactNumber(String(version)) };
  const end = text.includes('\r\n') ? '\r\n' : '\n';
  // Where it stands on a line of its own, or at the end: writing the document anew could fold or quote other lines.
  const inPlace = text.replace(/^version:[^\S\r\n]*[^\s#]*/m, `version: ${version}`);
  const appended = `${text.replace(/[\r\n]*$/, end)}version: ${version}${end}`;
  const beforeEnd = text.replace(/^(?=\.\.\.\s*$)/m, `version: ${version}${end}`);
  const kept = [inPlace, appended, beforeEnd].find((candidate) => readsAs(candidate, wanted));
  if (kept !== undefined) return kept;
  const document = parseDocument(text, { version: '1.2', schema: 'core' });
  document.set('version', version);
  return document.toString({ lineWidth: 0 });
}

/** Whether a text is a file that says just this: one that was put together by its lines may be none. */
function readsAs(text: string, wanted: PlainObject): boolean {
  try {
    return isSamePlain(parseYamlText(text), wanted);
  } catch (error) {
    if (error instanceof SilhouetteError) return false;
    throw error;
  }
}

/** Whether a file and a saved audience say the same; the version is not looked at. */
export function isSameAudience(
  file: Content,
  saved: Pick<SavedAudience, 'name' | 'description' | 'tags' | 'definition'>,
): boolean {
  return (
    file.name === saved.name &&
    file.description === saved.description &&
    file.tags.length === saved.tags.length &&
    file.tags.every((tag, index) => tag === saved.tags[index]) &&
    isSamePlain(file.definition, toPlainValue(saved.definition))
  );
}

type Report = (path: string, code: Issue['code'], message: string) => null;

function readTags(value: PlainValue | undefined, report: Report): readonly string[] {
  if (value === undefined || value === null) return [];
  if (isPlainList(value) && value.every((tag): tag is string => typeof tag === 'string')) return value.map((tag) => tag.trim());
  report('tags', 'wrong-type', '"tags" must be a list of texts.');
  return [];
}

function readVersion(value: PlainValue | undefined, report: Report): number | null {
  if (value === undefined || value === null) return null;
  if (value instanceof ExactNumber && /^[1-9]\d{0,8}$/.test(value.text)) return Number(value.text);
  return report('version', 'invalid-value', '"version" must be a whole number from 1, or be left out.');
}
