import { createHash } from 'node:crypto';
import { type AuditAction, type AuditActor, type AuditRequest, type JsonData, writeCanonicalJson } from '@silhouette/model';
import type { AuditDetails, AuditText } from './audit-event.ts';
import type { AuditKeys } from './audit-keys.ts';

/** What the first entry goes on from. */
export const NO_HASH = '0'.repeat(64);

/** What an entry says, before it has its place in the chain. */
export interface DescribedEntry {
  readonly atMs: number;
  readonly actor: AuditActor;
  readonly action: AuditAction;
  readonly subject: readonly string[];
  readonly details: AuditDetails;
  readonly texts: readonly AuditText[];
  readonly request: AuditRequest | null;
}

/** An entry as it lies in the store. */
export interface SealedEntry {
  readonly sequence: number;
  readonly atMs: number;
  readonly actor: AuditActor;
  readonly action: string;
  readonly subject: readonly string[];
  readonly address: string | null;
  readonly route: string | null;
  /** RFC 8785 text of the whole entry: what the hash is of. */
  readonly body: string;
  readonly hash: string;
  readonly key: string;
  readonly seal: string;
  /** JSON texts of what may be erased; null: it was. */
  readonly texts: readonly (string | null)[];
}

/** Gives an entry its place behind another, and seals it. */
export function sealEntry(entry: DescribedEntry, sequence: number, previous: string, keys: AuditKeys): SealedEntry {
  const texts = entry.texts.map(({ text }) => JSON.stringify(text));
  const content: JsonData = {
    sequence,
    previous,
    at: new Date(entry.atMs).toISOString(),
    actor: entry.actor,
    action: entry.action,
    subject: entry.subject,
    details: entry.details,
    // A digest that only the key can make: nobody finds a short text by trying all of them.
    texts: entry.texts.map(({ name }, index) => [name, keys.seal(nameText(sequence, index, texts[index] ?? '')).seal]),
    request: entry.request,
  };
  const body = writeCanonicalJson(content);
  const hash = createHash('sha256').update(body).digest('hex');
  return {
    sequence,
    atMs: entry.atMs,
    actor: { ...entry.actor, id: cleanText(entry.actor.id), name: cleanText(entry.actor.name) },
    action: entry.action,
    subject: entry.subject.map(cleanText),
    address: entry.request?.address ?? null,
    route: entry.request?.route ?? null,
    body,
    hash,
    ...keys.seal(hash),
    texts,
  };
}

/** What the digest of an erasable text is of: its place as well, so that two of one entry cannot be exchanged. */
export function nameText(sequence: number, index: number, text: string): string {
  return `${sequence}/${index}/${text}`;
}

/** A text as PostgreSQL takes it into a column to search by; the entry itself holds it as it was. */
export function cleanText(text: string): string {
  return Buffer.from(text.replaceAll('\0', '\uFFFD')).toString();
}
