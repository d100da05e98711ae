import { afterAll, beforeAll, describe } from 'vitest';
import { describeAccounts } from '../packages/server/test/accounts/accounts-suite.ts';
import { describeAttacks } from '../packages/server/test/accounts/attacks-suite.ts';
import { describeLinkMakers } from '../packages/server/test/accounts/link-makers-suite.ts';
import { describeSecondFactor } from '../packages/server/test/accounts/second-factor-suite.ts';
import { type StartedPostgresql, startPostgresql } from './start-postgresql.ts';

// Each begins where nobody has an account: with a server of its own.
describe.each([
  ['accounts', describeAccounts],
  ['attacks on accounts', describeAttacks],
  ['second factors', describeSecondFactor],
  ['links and who made them', describeLinkMakers],
] as const)('%s in a PostgreSQL server of their own (DATABASE_URL)', (_what, describeSuite) => {
  let postgresql: StartedPostgresql;
  beforeAll(async () => {
    postgresql = await startPostgresql();
  });
  afterAll(() => postgresql.stop());

  describeSuite(() => ({ DATABASE_URL: postgresql.url }));
});
