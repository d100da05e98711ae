import { findPrograms, installPrograms } from './start-postgresql.ts';

/** Before all files, which run beside one another: Debian's PostgreSQL is installed where it is missing. Where that fails, the files that need it say so. */
export default function installPostgresql(): void {
  if (findPrograms() !== null) return;
  try {
    installPrograms();
  } catch (error) {
    console.error('PostgreSQL was not installed:', error);
  }
}
