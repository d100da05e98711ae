import { createCipheriv, createDecipheriv, createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';

/** What pseudonyms begin with: no cell of a spreadsheet takes it for a formula. */
const PREFIX = 'p-';
/** Of the HMAC that a pseudonym begins with: 96 bits. */
const TAG_BYTES = 12;
/** Lengths of keys are told in steps of so many bytes. */
const STEP = 8;
const END = 0x80;

/**
 * Pseudonyms of customers' keys, where keys are masked: the same for the same key as long as the secret is the same. One is an HMAC of
 * the key and the key encrypted under it (a synthetic initialisation vector, as RFC 5297 has it, with HMAC-SHA-256 and AES-256-CTR), so
 * that whoever has the secret finds the customer again (for the next page, for "why") without a table of all; nobody else learns
 * anything of a key but its length in steps of eight bytes.
 */
export class KeyMask {
  readonly #tagKey: Buffer;
  readonly #cipherKey: Buffer;

  constructor(secret: Buffer) {
    this.#tagKey = derive(secret, 'silhouette pseudonyms of keys: tag');
    this.#cipherKey = derive(secret, 'silhouette pseudonyms of keys: cipher');
  }

  /** The pseudonym of a key. */
  hide(key: string): string {
    const text = Buffer.from(key, 'utf8');
    const padded = Buffer.alloc(Math.ceil((text.length + 1) / STEP) * STEP);
    text.copy(padded);
    padded[text.length] = END;
    const tag = this.#tagOf(text);
    const cipher = createCipheriv('aes-256-ctr', this.#cipherKey, startOf(tag));
    return PREFIX + Buffer.concat([tag, cipher.update(padded), cipher.final()]).toString('base64url');
  }

  /** The key of a pseudonym; null for a text that is none of this secret's. */
  find(pseudonym: string): string | null {
    if (!pseudonym.startsWith(PREFIX)) return null;
    const bytes = Buffer.from(pseudonym.slice(PREFIX.length), 'base64url');
    const tag = bytes.subarray(0, TAG_BYTES);
    if (tag.length < TAG_BYTES || bytes.length === TAG_BYTES) return null;
    const decipher = createDecipheriv('aes-256-ctr', this.#cipherKey, startOf(tag));
    const padded = Buffer.concat([decipher.update(bytes.subarray(TAG_BYTES)), decipher.final()]);
    const text = padded.subarray(0, Math.max(0, padded.lastIndexOf(END)));
    if (!timingSafeEqual(this.#tagOf(text), tag)) return null;
    const key = text.toString('utf8');
    // One key has one pseudonym: other spellings of it are none.
    return this.hide(key) === pseudonym ? key : null;
  }

  #tagOf(text: Buffer): Buffer {
    return createHmac('sha256', this.#tagKey).update(text).digest().subarray(0, TAG_BYTES);
  }
}

function derive(secret: Buffer, purpose: string): Buffer {
  return Buffer.from(hkdfSync('sha256', secret, '', purpose, 32));
}

/** The counter begins at 0, for which the last four bytes are left. */
function startOf(tag: Buffer): Buffer {
  return Buffer.concat([tag, Buffer.alloc(16 - TAG_BYTES)]);
}
