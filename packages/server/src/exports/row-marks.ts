import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
/** 40 bits: 8 letters without padding. */
const BYTES = 5;
const ID = /^([A-Z2-7]{8})-([1-9]\d{0,9})-([A-Z2-7]{8})$/;

/** An id of a row, taken apart; whether it is one is not known yet. */
export interface RowId {
  /** Of its export. */
  readonly mark: string;
  /** From 1. */
  readonly row: number;
  readonly check: string;
}

/**
 * Ids of rows of exports, `MARK-ROW-CHECK`: `MARK` is an HMAC of the export's id, `CHECK` one of the export's id and the row's
 * number, both with a key made of the server's secret, cut to 40 bits, in base32 (RFC 4648). The mark finds the export among all
 * without any row being stored; nobody without the secret can make an id that blames another export.
 */
export class RowMarks {
  private readonly key: Buffer;
  private readonly keys: readonly Buffer[];

  constructor(secret: Buffer, secretsBefore: readonly Buffer[] = []) {
    this.key = deriveKey(secret);
    this.keys = [this.key, ...secretsBefore.map(deriveKey)];
  }

  /** What the ids of an export's rows begin with. */
  markOf(exportId: string): string {
    return sign(this.key, exportId);
  }

  /** Ids of an export's rows, by their number from 1. */
  makeIds(exportId: string): (row: number) => string {
    const mark = this.markOf(exportId);
    return (row) => `${mark}-${row}-${sign(this.key, `${exportId} ${row}`)}`;
  }

  /** Whether an id is that of a row of an export, by the secret in use or one of before. */
  isOf(exportId: string, { row, check }: RowId): boolean {
    return this.keys.some((key) => timingSafeEqual(Buffer.from(sign(key, `${exportId} ${row}`)), Buffer.from(check)));
  }
}

/** Takes the id of a row apart, as it was copied from a file: in any case, with spaces around. Null for what has another form. */
export function readRowId(text: string): RowId | null {
  const [, mark = '', row = '', check = ''] = ID.exec(text.trim().toUpperCase()) ?? [];
  return mark === '' ? null : { mark, row: Number(row), check };
}

function deriveKey(secret: Buffer): Buffer {
  return Buffer.from(hkdfSync('sha256', secret, '', 'silhouette rows of exports', 32));
}

function sign(key: Buffer, text: string): string {
  const digest = createHmac('sha256', key).update(text).digest();
  let bits = 0n;
  for (const byte of digest.subarray(0, BYTES)) bits = (bits << 8n) | BigInt(byte);
  let letters = '';
  for (let place = 35n; place >= 0n; place -= 5n) letters += ALPHABET[Number((bits >> place) & 31n)];
  return letters;
}
