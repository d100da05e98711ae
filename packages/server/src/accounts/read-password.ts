import { GARBLING, GARBLING_RULE } from '@silhouette/model';
import type { BodyReader } from '../read-body.ts';
import { isOverlong } from './hash-password.ts';
import { readAddress } from './read-address.ts';

/** Characters of a password. No rules about which: length is what counts (NIST SP 800-63B). */
export const PASSWORD_LENGTH = { least: 12, most: 128 } as const;

/** What is wrong with a new password; null when nothing is. */
export function checkNewPassword(password: string): string | null {
  // Characters as people count them, not the units that texts are made of.
  const length = isOverlong(password) ? Number.POSITIVE_INFINITY : [...password.normalize('NFKC')].length;
  if (length < PASSWORD_LENGTH.least) return `A password has at least ${PASSWORD_LENGTH.least} characters; take some words.`;
  return length > PASSWORD_LENGTH.most ? `A password has at most ${PASSWORD_LENGTH.most} characters.` : null;
}

/** A new password of a body, all issues noted; empty when there are some. */
export function readNewPassword(reader: BodyReader, key: string): string {
  const password = reader.text(key);
  const problem = password === null ? null : checkNewPassword(password);
  if (password === null) reader.report(key, 'missing-key', `"${key}" is missing; add it to the body.`);
  else if (problem !== null) reader.report(key, 'invalid-value', problem);
  return password ?? '';
}

/** An e-mail address of a body in lower case, or empty when it is none (which is noted). */
export function readEmail(reader: BodyReader, key: string): string {
  const email = readAddress(reader.text(key) ?? '');
  if (email === null)
    reader.report(key, 'invalid-value', `"${key}" must be an e-mail address, in letters that look like no others.`);
  return email ?? '';
}

/** A name of a body, 1 to 100 characters. */
export function readName(reader: BodyReader, key: string): string {
  const name = reader.text(key)?.trim() ?? '';
  if (name.length >= 1 && name.length <= 100 && !GARBLING.test(name)) return name;
  reader.report(key, 'invalid-value', `"${key}" must be a name of 1 to 100 characters, and ${GARBLING_RULE}.`);
  return '';
}
