import {
  AUDIENCE_LIMITS,
  type AudienceId,
  describeAudienceIdProblem,
  GARBLING,
  GARBLING_RULE,
  isPlainObject,
  type PlainObject,
  type PlainValue,
  parseAudienceId,
} from '@silhouette/model';
import { BodyReader } from '../read-body.ts';

/** What a body says of an audience; undefined: left out, so it stays as it is. */
export interface AudienceBody {
  readonly reader: BodyReader;
  readonly id: AudienceId | null;
  readonly name: string | undefined;
  readonly description: string | null | undefined;
  readonly tags: readonly string[] | undefined;
  readonly definition: PlainObject | undefined;
  readonly note: string | null;
}

/** Versions are counted in 32 bits. */
const MOST_VERSION = 2 ** 31 - 1;
const CHANGE_KEYS = ['name', 'description', 'tags', 'definition', 'note'] as const;
/** White space, characters without a shape of their own, and the fillers of Hangul and braille. */
const INVISIBLE = /^[\s\p{Cf}\p{M}\u115f\u1160\u3164\uffa0\u2800]*$/u;
// biome-ignore lint/suspicious/noControlCharactersInRegex: finding control characters is the point.
const CONTROL_BUT_LINES = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]|\p{Surrogate}/u;

/**
 * Reads the body of a new audience or of a change. Issues are kept in its `reader`, to be told with those of the
 * definition. @throws SilhouetteError `wrong-type` when it is no object.
 */
export function readAudienceBody(body: PlainValue, kind: 'new' | 'change'): AudienceBody {
  const reader = new BodyReader(body, kind === 'new' ? ['id', ...CHANGE_KEYS] : CHANGE_KEYS);
  const name = readLine(reader, 'name', AUDIENCE_LIMITS.name);
  const definition = readDefinition(reader);
  if (kind === 'new') {
    for (const key of ['name', 'definition']) reader.required(key);
  }
  return {
    reader,
    id: kind === 'new' ? readId(reader) : null,
    name,
    description: readDescription(reader),
    tags: readTags(reader),
    definition,
    note: readNote(reader),
  };
}

/** What a body says of an audience that is to be taken back; null: there is none, the last version is. */
export function readRestoreBody(body: PlainValue): {
  readonly reader: BodyReader;
  readonly version: number | null;
  readonly note: string | null;
} {
  const reader = new BodyReader(body ?? {}, ['version', 'note']);
  const version = (reader.plain('version') ?? null) === null ? null : reader.integer('version', 1, MOST_VERSION, 1);
  return { reader, version, note: readNote(reader) };
}

function readNote(reader: BodyReader): string | null {
  return (reader.plain('note') ?? null) === null ? null : (readLine(reader, 'note', AUDIENCE_LIMITS.note) ?? null);
}

function readId(reader: BodyReader): AudienceId | null {
  const text = reader.text('id');
  if (text === null) return null;
  const problem = describeAudienceIdProblem(text);
  if (problem !== null) reader.report('id', 'invalid-value', problem);
  return parseAudienceId(text);
}

/** One line of text, without white space around it; undefined when absent or refused. */
function readLine(reader: BodyReader, key: string, most: number): string | undefined {
  const value = reader.plain(key);
  if (value === undefined) return undefined;
  if (typeof value !== 'string') {
    reader.report(key, 'wrong-type', `"${key}" must be a text.`);
    return undefined;
  }
  const problem = describeLineProblem(value, most);
  if (problem !== null) reader.report(key, 'invalid-value', `"${key}" ${problem}.`);
  return value.trim();
}

function describeLineProblem(text: string, most: number): string | null {
  if (INVISIBLE.test(text)) return 'must not be empty';
  if ([...text.trim()].length > most) return `has at most ${most} characters`;
  if (GARBLING.test(text)) return GARBLING_RULE;
  return null;
}

function readDescription(reader: BodyReader): string | null | undefined {
  const value = reader.plain('description');
  if (value === undefined || value === null) return value;
  if (typeof value !== 'string') {
    reader.report('description', 'wrong-type', '"description" must be a text.');
    return undefined;
  }
  if ([...value].length > AUDIENCE_LIMITS.description)
    reader.report('description', 'invalid-value', `"description" has at most ${AUDIENCE_LIMITS.description} characters.`);
  if (CONTROL_BUT_LINES.test(value))
    reader.report(
      'description',
      'invalid-value',
      '"description" must not hold control characters other than line breaks and tabs.',
    );
  return value.trim() === '' ? null : value.trim();
}

function readTags(reader: BodyReader): readonly string[] | undefined {
  if (reader.plain('tags') === undefined) return undefined;
  const tags = (reader.texts('tags') ?? []).map((tag) => tag.trim());
  if (tags.length > AUDIENCE_LIMITS.tags)
    reader.report('tags', 'invalid-value', `An audience has at most ${AUDIENCE_LIMITS.tags} tags.`);
  for (const [index, tag] of tags.entries()) {
    const problem = describeLineProblem(tag, AUDIENCE_LIMITS.tag);
    if (problem !== null) reader.report(`tags[${index}]`, 'invalid-value', `A tag ${problem}.`);
    else if (tags.indexOf(tag) < index) reader.report(`tags[${index}]`, 'invalid-value', 'This tag stands twice; keep one.');
  }
  return tags;
}

function readDefinition(reader: BodyReader): PlainObject | undefined {
  const value = reader.plain('definition');
  if (value === undefined) return undefined;
  if (isPlainObject(value)) return value;
  reader.report('definition', 'wrong-type', '"definition" must be an audience definition, an object.');
  return undefined;
}
