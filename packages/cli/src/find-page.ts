import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** The folder of the built page: beside this package in the checkout; null when it has not been built. */
export function findPage(): string | null {
  const folder = fileURLToPath(new URL('../../web/dist', import.meta.url));
  return existsSync(`${folder}/index.html`) ? folder : null;
}
