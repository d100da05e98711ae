import type { Catalog } from '../../src/catalog/catalog.ts';
import type { Issue } from '../../src/error.ts';
import { type ParsedPredicate, parsePredicate } from '../../src/predicate/parse-predicate.ts';
import type { Predicate } from '../../src/predicate/predicate.ts';
import { parseJsonText } from '../../src/text/parse-json-text.ts';
import type { PlainValue } from '../../src/text/plain-value.ts';
import { makeEvent, makeField, SAMPLE_CATALOG } from '../catalog/sample-catalog.ts';

/** The sample catalog (Asia/Seoul) and an event whose field is a date-time. */
export const CATALOG: Catalog = {
  ...SAMPLE_CATALOG,
  events: [
    ...SAMPLE_CATALOG.events,
    makeEvent('login', { hasOccasion: false, fields: [makeField('ended', { type: 'datetime' }), makeField('os', {})] }),
  ],
};

/** Parses plain data or JSON text. */
export function parse(definition: PlainValue): ParsedPredicate {
  const plain = typeof definition === 'string' ? parseJsonText(definition) : definition;
  return parsePredicate(plain, { catalog: CATALOG });
}

/** The predicate of a definition that must be right. */
export function read(definition: PlainValue): Predicate {
  const parsed = parse(definition);
  if (!parsed.ok) throw new Error(parsed.issues.map((issue) => `${issue.path}: ${issue.message}`).join('\n'));
  return parsed.predicate;
}

/** The issues of a definition that must be wrong. */
export function issuesOf(definition: PlainValue): readonly Issue[] {
  const parsed = parse(definition);
  if (parsed.ok) throw new Error(`Parsed without an issue: ${JSON.stringify(definition).slice(0, 500)}`);
  return parsed.issues;
}

/** `path code` of every issue. */
export function placesOf(definition: PlainValue): readonly string[] {
  return issuesOf(definition).map((issue) => `${issue.path} ${issue.code}`);
}
