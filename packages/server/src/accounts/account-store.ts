import { type Kysely, sql, type Transaction } from 'kysely';
import type { StoreHolder } from '../store/store-holder.ts';
import type { StoreTables } from '../store/tables.ts';

/** Key of the lock under which accounts are changed, one after the other; any number that nobody else uses. */
const WRITE_LOCK = 7_216_041_392;

/** The tables of accounts as the parts of accounts use them. */
export class AccountStore {
  private readonly holder: StoreHolder;
  private readonly onChange: () => void;

  /** `onChange` is told after every change: what was known of who may do what no longer holds. */
  constructor(holder: StoreHolder, onChange: () => void) {
    this.holder = holder;
    this.onChange = onChange;
  }

  /** What a question gives. @throws SilhouetteError as `StoreHolder.useTables`. */
  read<T>(question: (db: Kysely<StoreTables>) => Promise<T>): Promise<T> {
    return this.holder.useTables(question);
  }

  /** Makes a change: all of it or nothing, and no other between what it reads and what it writes. */
  async change<T>(steps: (db: Transaction<StoreTables>) => Promise<T>): Promise<T> {
    try {
      return await this.holder.useTables((db) =>
        db.transaction().execute(async (transaction) => {
          await sql`select pg_advisory_xact_lock(${WRITE_LOCK}::bigint)`.execute(transaction);
          return steps(transaction);
        }),
      );
    } finally {
      // Also when it failed: the connection may have broken after the change was made.
      this.onChange();
    }
  }
}
