import { afterAll, beforeAll, describe } from 'vitest';
import { describeTraces } from '../packages/server/test/privacy/traces-suite.ts';
import { type StartedPostgresql, startPostgresql } from './start-postgresql.ts';

describe('what an erased customer leaves in a PostgreSQL server (DATABASE_URL)', () => {
  let postgresql: StartedPostgresql;
  beforeAll(async () => {
    postgresql = await startPostgresql();
  });
  afterAll(() => postgresql.stop());

  describeTraces(() => ({ DATABASE_URL: postgresql.url }));
});
