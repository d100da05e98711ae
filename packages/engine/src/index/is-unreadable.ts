import { IndexError } from '@silhouette/bitslice';

/** Whether an error says that an index must be built anew. */
export function isUnreadable(error: unknown): boolean {
  return isDamaged(error) || (error instanceof IndexError && error.code === 'format');
}

/** Whether an error says that a file of an index is not what was written. */
export function isDamaged(error: unknown): boolean {
  return error instanceof IndexError && error.code === 'damaged';
}
