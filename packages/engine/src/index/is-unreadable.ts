import { IndexError } from '@silhouette/bitslice';

/** Whether an error says that an index must be built anew. */
export function isUnreadable(error: unknown): boolean {
  return error instanceof IndexError && (error.code === 'damaged' || error.code === 'format');
}
