import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';

/** A seal, and the name of the key that made it. */
export interface Seal {
  readonly key: string;
  readonly seal: string;
}

interface NamedKey {
  readonly name: string;
  readonly bytes: Buffer;
}

/**
 * Seals what the log holds with a key made of the server's secret: whoever can write the database, and no more, cannot seal.
 * Secrets that were in use before are known by the keys made of them, to check what they have sealed.
 */
export class AuditKeys {
  private readonly own: NamedKey;
  private readonly known: ReadonlyMap<string, NamedKey>;

  constructor(secret: Buffer, secretsBefore: readonly Buffer[] = []) {
    this.own = deriveKey(secret);
    this.known = new Map([...secretsBefore.map(deriveKey), this.own].map((key) => [key.name, key]));
  }

  /** Name of the key of the secret in use. */
  get name(): string {
    return this.own.name;
  }

  /** Whether a key of this name is known here. */
  knows(name: string): boolean {
    return this.known.has(name);
  }

  /** Seals a text with the key of the secret in use. */
  seal(text: string): Seal {
    return { key: this.own.name, seal: sign(this.own, text) };
  }

  /** Whether a seal is that of a text; null when its key is not known here. */
  check(text: string, { key, seal }: Seal): boolean | null {
    const known = this.known.get(key);
    if (known === undefined) return null;
    const expected = Buffer.from(sign(known, text));
    const given = Buffer.from(seal);
    return expected.length === given.length && timingSafeEqual(expected, given);
  }
}

function deriveKey(secret: Buffer): NamedKey {
  const bytes = Buffer.from(hkdfSync('sha256', secret, '', 'silhouette audit log', 32));
  const name = createHmac('sha256', bytes).update('name of this key').digest('hex').slice(0, 16);
  return { name, bytes };
}

function sign({ bytes }: NamedKey, text: string): string {
  return createHmac('sha256', bytes).update(text).digest('base64url');
}

/** Secrets of `SILHOUETTE_SECRETS_BEFORE`, parted by spaces: those that `SILHOUETTE_SECRET` was before. */
export function readSecretsBefore(env: Readonly<Record<string, string | undefined>>): readonly Buffer[] {
  return (env.SILHOUETTE_SECRETS_BEFORE ?? '')
    .split(/\s+/)
    .filter((text) => text !== '')
    .map((text) => Buffer.from(text));
}
