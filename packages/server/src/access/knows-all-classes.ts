import { PRIVACY_CLASSES } from '@silhouette/model';
import type { Access } from './access.ts';

/** Whether attributes and fields of every class are there for somebody. */
export function knowsAllClasses({ classes }: Pick<Access, 'classes'>): boolean {
  return PRIVACY_CLASSES.every((one) => classes.has(one));
}
