import { isPlainList, isPlainObject, type PlainValue, plainValueAt } from '@silhouette/model';
import type { FastifyRequest } from 'fastify';
import { noteAudit } from './audit-gate.ts';
import { describeSeen } from './describe-seen.ts';

/** Records that saved definitions which list customers were told to somebody; of others nothing is recorded. */
export function noteDefinitions(
  request: FastifyRequest,
  told: readonly { readonly id: string; readonly definition: unknown }[],
): void {
  const naming = told.map(({ id, definition }) => ({ id, keys: listKeys(definition) })).filter(({ keys }) => keys.length > 0);
  if (naming.length === 0) return;
  const keys = [...new Set(naming.flatMap((one) => one.keys))].sort();
  noteAudit(request, {
    action: 'saw-definition',
    subject: [...new Set(naming.map(({ id }) => id))],
    details: { customers: keys.length },
    texts: describeSeen(keys),
  });
}

function listKeys(definition: unknown): readonly string[] {
  // A definition in its published shape is JSON data, which is plain.
  const plain = definition as PlainValue;
  if (isPlainList(plain)) return plain.flatMap(listKeys);
  if (!isPlainObject(plain)) return [];
  const listed = plainValueAt(plain, 'customers');
  if (isPlainList(listed)) return listed.filter((key) => typeof key === 'string');
  return Object.values(plain).flatMap(listKeys);
}
