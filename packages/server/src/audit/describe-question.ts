import { createHash } from 'node:crypto';
import type { PreparedQuestion } from '@silhouette/engine';
import {
  canonicalisePredicate,
  isPlainList,
  isPlainObject,
  type PlainValue,
  type Predicate,
  writeCanonicalJson,
  writeCanonicalText,
  writeSentence,
} from '@silhouette/model';
import type { AskedQuestion, AuditDetails, AuditText } from './audit-event.ts';

/** Digits that tell one condition of a definition from others: enough to see which two definitions have in common. */
const PART_DIGITS = 12;

/** What an entry says of a definition, and what of that may have to be erased. */
export interface DescribedDefinition {
  readonly details: AuditDetails;
  readonly texts: readonly AuditText[];
}

/**
 * A definition in full: canonical (saved audiences written out), its hash, its sentence, and what it was asked of. A definition
 * that names customers lies where it can be erased, with its sentence.
 */
export function describeDefinition(prepared: PreparedQuestion, count: number | null, prefix = ''): DescribedDefinition {
  const { question, predicate, hash, audiences } = prepared;
  const { snapshot, asOfMs } = question;
  const definition = writeCanonicalText(question.predicate);
  const sentence = writeSentence(predicate, { catalog: snapshot.catalog, asOfMs });
  const common = {
    hash,
    count,
    snapshot: snapshot.id,
    asOf: new Date(asOfMs).toISOString(),
    ...(audiences.length === 0 ? {} : { audiences: audiences.map(({ id, version }) => ({ id, version })) }),
  };
  if (!namesCustomers(question.predicate))
    return { details: { ...common, definition, sentence: { ko: sentence.ko, en: sentence.en } }, texts: [] };
  return {
    details: { ...common, definition: null, sentence: null },
    texts: [
      { name: `${prefix}definition`, text: definition },
      { name: `${prefix}sentence.ko`, text: sentence.ko },
      { name: `${prefix}sentence.en`, text: sentence.en },
    ],
  };
}

/**
 * Questions of one person in one moment: hash, count and conditions of every definition, and the last question's definitions
 * in full.
 */
export function describeQuestions(
  questions: readonly AskedQuestion[],
  routes: readonly string[],
): { readonly details: AuditDetails; readonly texts: readonly AuditText[] } {
  const asked = questions.map(({ atMs, definitions, ahead }, index) => ({
    at: new Date(atMs).toISOString(),
    route: routes[index] ?? '',
    definitions: definitions.map(({ prepared, count }) => ({ hash: prepared.hash, count, parts: digestParts(prepared) })),
    ...(ahead.length === 0 ? {} : { ahead: ahead.map(([hash, count]) => [hash, count]) }),
  }));
  const last = questions.at(-1)?.definitions ?? [];
  const described = last.map(({ prepared, count }, index) =>
    describeDefinition(prepared, count, last.length === 1 ? '' : `${index + 1}.`),
  );
  return {
    details: { asked, last: described.map(({ details }) => details) },
    texts: described.flatMap(({ texts }) => texts),
  };
}

/** A digest of each condition that must hold: those of a group, or the one that the definition is. */
function digestParts({ question }: PreparedQuestion): string[] {
  const canonical = canonicalisePredicate(question.predicate);
  const all: PlainValue | undefined = isPlainObject(canonical) ? canonical.all : undefined;
  const parts = isPlainList(all) ? all : [canonical];
  return parts.map((part) => createHash('sha256').update(writeCanonicalJson(part)).digest('hex').slice(0, PART_DIGITS));
}

function namesCustomers(predicate: Predicate): boolean {
  switch (predicate.kind) {
    case 'customers':
      return true;
    case 'all':
    case 'any':
      return predicate.children.some(namesCustomers);
    case 'not':
      return namesCustomers(predicate.child);
    default:
      return false;
  }
}
