import { createHmac, timingSafeEqual } from 'node:crypto';
import { SilhouetteError } from '@silhouette/model';
import { z } from 'zod';

/** What a page of members goes on from: the same question, after this key. */
export interface MembersCursor {
  readonly snapshot: string;
  readonly asOfMs: number;
  /** Hash of the definition that the pages answer. */
  readonly definition: string;
  readonly attributes: readonly string[];
  /** A pseudonym where keys are masked. */
  readonly lastKey: string;
  readonly isMasked: boolean;
}

const cursorSchema = z.object({
  snapshot: z.string(),
  asOfMs: z.number().int(),
  definition: z.string(),
  attributes: z.array(z.string()),
  lastKey: z.string(),
  isMasked: z.boolean(),
});

/** Text of a members cursor, signed so that no one can make another. */
export function writeCursor(cursor: MembersCursor, secret: Buffer): string {
  return writeSigned(cursor, secret);
}

/** The members cursor of a text. @throws SilhouetteError `invalid-cursor` when it was not written by this server. */
export function readCursor(text: string, secret: Buffer): MembersCursor {
  return readSigned(text, cursorSchema, secret);
}

/** Text of any cursor, signed likewise. */
export function writeSigned(cursor: object, secret: Buffer): string {
  const body = Buffer.from(JSON.stringify(cursor)).toString('base64url');
  return `${body}.${sign(body, secret)}`;
}

/** The cursor of a text, of one shape. @throws SilhouetteError `invalid-cursor` when it is another, or not this server's. */
export function readSigned<T>(text: string, schema: z.ZodType<T>, secret: Buffer): T {
  const [body = '', signature = '', ...more] = text.split('.');
  const expected = Buffer.from(sign(body, secret));
  const given = Buffer.from(signature);
  if (more.length > 0 || expected.length !== given.length || !timingSafeEqual(expected, given)) throw refuse();
  const parsed = schema.safeParse(JSON.parse(Buffer.from(body, 'base64url').toString('utf8')));
  if (!parsed.success) throw refuse();
  return parsed.data;
}

function sign(body: string, secret: Buffer): string {
  return createHmac('sha256', secret).update(body).digest('base64url');
}

function refuse(): SilhouetteError {
  return SilhouetteError.of('invalid-cursor', 'This cursor was not given by this server; begin again without one.', 'cursor');
}
