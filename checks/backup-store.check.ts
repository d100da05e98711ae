import { afterAll, beforeAll, describe } from 'vitest';
import { describeBackup } from '../packages/server/test/backup/backup-suite.ts';
import { type StartedPostgresql, startPostgresql } from './start-postgresql.ts';

describe('backups from one kind of database into the other', () => {
  const started: StartedPostgresql[] = [];
  const env = (index: number) => ({ DATABASE_URL: started[index]?.url ?? '' });
  beforeAll(async () => {
    for (let index = 0; index < 4; index += 1) started.push(await startPostgresql());
  });
  afterAll(() => Promise.all(started.map((one) => one.stop())));

  describe('the embedded one into a server', () =>
    describeBackup(
      () => ({}),
      () => env(0),
    ));
  describe('a server into the embedded one', () =>
    describeBackup(
      () => env(1),
      () => ({}),
    ));
  describe('a server into another', () =>
    describeBackup(
      () => env(2),
      () => env(3),
    ));
});
