import { isSamePlain, type PlainValue, type Role, SilhouetteError } from '@silhouette/model';
import type { Access } from '../access/access.ts';

/** What somebody is given, or has. */
export interface Power {
  readonly role: Pick<Role, 'permissions' | 'classes'>;
  readonly rowScope: PlainValue | null;
}

/**
 * Nobody gives, changes or takes over what goes beyond their own: more permissions, more private classes, or other customers.
 * @throws SilhouetteError `not-allowed`.
 */
export function requireReach(access: Access, power: Power): void {
  const missing = power.role.permissions.filter((one) => !access.permissions.has(one));
  if (missing.length > 0) {
    const message = `This takes permissions that you do not have yourself: ${missing.join(', ')}.`;
    throw SilhouetteError.of('not-allowed', message);
  }
  if (power.role.classes.some((one) => !access.classes.has(one)))
    throw SilhouetteError.of('not-allowed', 'This takes attributes that are not there for you yourself.');
  if (access.rowScope !== null && (power.rowScope === null || !isSamePlain(access.rowScope, power.rowScope)))
    throw SilhouetteError.of('not-allowed', 'You may handle only people with your own row scope.');
}
