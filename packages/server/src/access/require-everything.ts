import { SilhouetteError } from '@silhouette/model';
import type { Access } from './access.ts';
import { knowsAllClasses } from './knows-all-classes.ts';

/** Whether somebody may know of all customers, of every attribute, and exact numbers; and personal values, where they tell what for. */
export function knowsEverything(access: Omit<Access, 'actor'>): boolean {
  const { permissions, rowScope } = access;
  return rowScope === null && permissions.has('small-groups.see') && permissions.has('personal.see') && knowsAllClasses(access);
}

/**
 * For what is about everything that is held, of which no view can be made. `what` begins the message.
 * @throws SilhouetteError `not-allowed` for who may not know all of it.
 */
export function requireEverything(access: Access, what: string): void {
  if (knowsEverything(access)) return;
  throw SilhouetteError.of(
    'not-allowed',
    `${what}: it takes somebody who may see all customers, every class of attributes, exact numbers ("small-groups.see") and personal values ("personal.see").`,
  );
}
