import { fileURLToPath } from 'node:url';

/** The data folder of a new embedded database, packed by the build (`make-empty-database.ts`); absent before the first build. */
export const EMPTY_DATABASE = fileURLToPath(new URL('../../dist/store/empty-database.tar.gz', import.meta.url));
