import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';

/** OWASP's setting for scrypt with 32 MiB (Password Storage Cheat Sheet): N = 2^15, r = 8, p = 3. */
const COST = { N: 2 ** 15, r: 8, p: 3 } as const;
const MEMORY_BYTES = 64 * 1024 * 1024;
const HASH_BYTES = 32;
const SALT_BYTES = 16;

/** Units of UTF-16: no password of as many characters as are taken has so many, however it is spelt. */
const OVERLONG = 4096;

/**
 * Whether a text is too long for a password before it is looked at: NFKC makes up to 18 characters of one, so that megabytes of some
 * would be gigabytes to count.
 */
export function isOverlong(password: string): boolean {
  return password.length > OVERLONG;
}

/** The hash of a password: scheme, costs, salt and digest, parted by colons. Passwords that look alike are one (NFKC). */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(SALT_BYTES);
  const digest = await derive(password, salt, COST, HASH_BYTES);
  return ['scrypt', COST.N, COST.r, COST.p, salt.toString('base64url'), digest.toString('base64url')].join(':');
}

/** Whether a password has a hash; false for a hash that is none, and for a password that is too long to be one. */
export async function verifyPassword(password: string, hash: string): Promise<boolean> {
  const match = /^scrypt:(\d{1,7}):(\d{1,2}):(\d{1,2}):([\w-]+):([\w-]+)$/.exec(hash);
  if (match === null || isOverlong(password)) return false;
  const [, N, r, p, salt = '', digest = ''] = match;
  const expected = Buffer.from(digest, 'base64url');
  const cost = { N: Number(N), r: Number(r), p: Number(p) };
  const found = await derive(password, Buffer.from(salt, 'base64url'), cost, expected.length);
  return timingSafeEqual(found, expected);
}

function derive(
  password: string,
  salt: Buffer,
  cost: { readonly N: number; readonly r: number; readonly p: number },
  bytes: number,
): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    scrypt(password.normalize('NFKC'), salt, bytes, { ...cost, maxmem: MEMORY_BYTES }, (error, key) =>
      error === null ? resolve(key) : reject(error),
    );
  });
}
