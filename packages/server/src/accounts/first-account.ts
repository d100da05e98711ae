import { SilhouetteError } from '@silhouette/model';
import type { AccountStore } from './account-store.ts';
import { hashPassword } from './hash-password.ts';
import { insertPerson } from './people.ts';

/** Who the first account is made for. */
export interface FirstAccount {
  readonly name: string;
  readonly email: string;
  readonly password: string;
}

/**
 * Makes the first account, an administrator's: of several at once one does. `onMaking` is called before, once nobody is found to have
 * one. @throws SilhouetteError `accounts-exist`.
 */
export async function makeFirstAccount(
  store: AccountStore,
  first: FirstAccount,
  nowMs: number,
  onMaking: () => void,
): Promise<void> {
  const hash = await hashPassword(first.password);
  await store.change(async (db) => {
    const anybody = await db.selectFrom('user').select('id').limit(1).executeTakeFirst();
    if (anybody !== undefined)
      throw SilhouetteError.of('accounts-exist', 'The first account is made already; sign in, and invite others.');
    onMaking();
    const { name, email } = first;
    await insertPerson(db, { name, email, role: 'admin', rowScope: null, proof: { kind: 'password', hash }, nowMs });
  });
}
