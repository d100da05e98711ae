import { type EngineName, readEngineName } from '@silhouette/engine';
import { SilhouetteError } from '@silhouette/model';
import type { Access } from './access/access.ts';

/**
 * The engine that a question names. The reference evaluator reads whole columns into memory: it is for those who look after the system.
 * @throws SilhouetteError `invalid-value`, `not-allowed`
 */
export function readEngine(name: string, access: Access): EngineName {
  const engine = readEngineName(name, 'engine');
  if (engine !== 'reference' || access.permissions.has('system.read')) return engine;
  const message = 'The reference engine takes the permission "system.read"; leave "engine" out for the fastest one.';
  throw SilhouetteError.of('not-allowed', message, 'engine');
}
