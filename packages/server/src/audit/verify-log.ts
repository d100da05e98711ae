import { createHash } from 'node:crypto';
import type { AuditHead, AuditProblemKind, AuditVerify } from '@silhouette/model';
import type { AuditKeys } from './audit-keys.ts';
import { type AuditStore, writeHeadText } from './audit-store.ts';
import { readBody, type SealedBody } from './read-body.ts';
import { cleanText, NO_HASH, nameText, type SealedEntry } from './seal-entry.ts';

const PAGE = 1000;

/** What verifying reads from. */
export interface VerifyOptions {
  /** One question to the store. */
  use<T>(question: (store: AuditStore) => Promise<T>): Promise<T>;
  readonly keys: AuditKeys;
  /** Heads that were kept elsewhere: the log must still hold them. */
  readonly anchors: readonly AuditHead[];
}

class Problem extends Error {
  readonly sequence: number;
  readonly kind: AuditProblemKind;

  constructor(sequence: number, kind: AuditProblemKind, message: string) {
    super(message);
    this.sequence = sequence;
    this.kind = kind;
  }
}

/** Walks the whole chain, from the oldest entry that is kept to the head, and tells the first thing that is wrong. */
export async function verifyLog({ use, keys, anchors }: VerifyOptions): Promise<AuditVerify> {
  const walk = { checked: 0, erased: 0, first: 1, last: 0 };
  const guarded = await use((store) => store.isGuarded());
  let head: AuditHead | null = null;
  try {
    head = await walkChain(use, keys, anchors, walk);
    return { ok: true, ...walk, guarded, head, problem: null };
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    head = await use((store) => store.findHead());
    return {
      ok: false,
      ...walk,
      guarded,
      head,
      problem: { sequence: error.sequence, kind: error.kind, message: error.message },
    };
  }
}

async function walkChain(
  use: VerifyOptions['use'],
  keys: AuditKeys,
  anchors: VerifyOptions['anchors'],
  walk: { checked: number; erased: number; first: number; last: number },
): Promise<AuditHead | null> {
  const [oldest] = await use((store) => store.listAfter(0, 1));
  walk.first = oldest?.sequence ?? 1;
  walk.last = walk.first - 1;
  let previous: string | null = walk.first === 1 ? NO_HASH : null;
  let beginning = { sequence: 0, hash: NO_HASH };
  let trimmed: { readonly through: number; readonly hash: string } | null = null;
  for (;;) {
    const page = await use((store) => store.listAfter(walk.last, PAGE));
    for (const entry of page) {
      const body = checkEntry(entry, walk.last + 1, previous, keys);
      if (entry.sequence === walk.first) beginning = { sequence: entry.sequence, hash: body.previous };
      if (body.action === 'audit-trimmed') trimmed = readTrim(body);
      checkAnchors(anchors, entry);
      walk.checked += 1;
      walk.erased += entry.texts.filter((text) => text === null).length;
      walk.last = entry.sequence;
      previous = entry.hash;
    }
    if (page.length === PAGE) continue;
    const { head, last } = await use((store) => store.findEnd());
    // Others go on writing meanwhile.
    if (last > walk.last) continue;
    checkHead(head, walk, previous ?? NO_HASH, keys);
    if (walk.first > 1) checkBeginning(beginning, trimmed);
    checkAnchorsReached(anchors, walk.last);
    return head;
  }
}

function checkEntry(entry: SealedEntry, expected: number, previous: string | null, keys: AuditKeys): SealedBody {
  const { sequence } = entry;
  if (sequence !== expected) throw new Problem(expected, 'missing', `Entry ${expected} is missing: ${sequence} comes next.`);
  if (createHash('sha256').update(entry.body).digest('hex') !== entry.hash)
    throw new Problem(sequence, 'changed', `Entry ${sequence} is not what was written: its hash is another.`);
  const isSealed = keys.check(entry.hash, entry);
  if (isSealed === null) {
    const message = `Entry ${sequence} is sealed with the key ${entry.key}, which is not known here: give its secret as SILHOUETTE_SECRETS_BEFORE.`;
    throw new Problem(sequence, 'unknown-key', message);
  }
  if (!isSealed) throw new Problem(sequence, 'not-sealed', `Entry ${sequence} was not sealed by this server.`);
  const body = readBody(entry.body);
  if (previous !== null && body.previous !== previous)
    throw new Problem(sequence, 'not-following', `Entry ${sequence} does not go on from entry ${sequence - 1}.`);
  if (!isSameEntry(entry, body))
    throw new Problem(sequence, 'changed', `Entry ${sequence} is searched by something else than it says.`);
  checkTexts(entry, body, keys);
  return body;
}

function isSameEntry(entry: SealedEntry, body: SealedBody): boolean {
  return (
    body.sequence === entry.sequence &&
    Date.parse(body.at) === entry.atMs &&
    body.actor.kind === entry.actor.kind &&
    cleanText(body.actor.id) === entry.actor.id &&
    cleanText(body.actor.name) === entry.actor.name &&
    body.action === entry.action &&
    JSON.stringify(body.subject.map(cleanText)) === JSON.stringify(entry.subject) &&
    (body.request?.address ?? null) === entry.address &&
    (body.request?.route ?? null) === entry.route
  );
}

function checkTexts({ sequence, texts, key }: SealedEntry, body: SealedBody, keys: AuditKeys): void {
  const isWhole =
    texts.length === body.texts.length &&
    body.texts.every(({ digest }, index) => {
      const text = texts[index] ?? null;
      return text === null || keys.check(nameText(sequence, index, text), { key, seal: digest }) === true;
    });
  if (!isWhole)
    throw new Problem(sequence, 'text-changed', `The keys or definitions beside entry ${sequence} are not what was written.`);
}

function checkHead(
  head: AuditHead | null,
  { first, last }: { readonly first: number; readonly last: number },
  hash: string,
  keys: AuditKeys,
): void {
  if (head === null) {
    if (last === 0) return;
    throw new Problem(last, 'head-missing', 'The head of the log is missing: entries behind the last may have been, too.');
  }
  const isSealed = keys.check(writeHeadText(head), head);
  if (isSealed === null) {
    const message = `The head is sealed with the key ${head.key}, which is not known here: give its secret as SILHOUETTE_SECRETS_BEFORE.`;
    throw new Problem(head.sequence, 'unknown-key', message);
  }
  if (!isSealed) throw new Problem(head.sequence, 'head-changed', 'The head of the log was not sealed by this server.');
  if (head.sequence > last) {
    const message = `The end of the log is cut off: it went to entry ${head.sequence}, and ends at ${last}.`;
    throw new Problem(last + 1, 'end-cut', message);
  }
  if (head.sequence !== last || head.hash !== hash)
    throw new Problem(
      last,
      'head-changed',
      `The head of the log tells of entry ${head.sequence}, and the log ends at ${last}.`,
    );
  if (head.first !== first) {
    const message = `The beginning of the log is cut off: it began at entry ${head.first}, and begins at ${first}.`;
    throw new Problem(head.first, 'beginning-cut', message);
  }
}

function checkBeginning(
  { sequence, hash }: { readonly sequence: number; readonly hash: string },
  trimmed: { readonly through: number; readonly hash: string } | null,
): void {
  if (trimmed?.through === sequence - 1 && trimmed.hash === hash) return;
  const message = `The entries before ${sequence} are gone, and no entry says that they were removed by age.`;
  throw new Problem(sequence - 1, 'beginning-cut', message);
}

function checkAnchors(anchors: readonly AuditHead[], { sequence, hash }: SealedEntry): void {
  if (!anchors.some((anchor) => anchor.sequence === sequence && anchor.hash !== hash)) return;
  throw new Problem(
    sequence,
    'anchor-differs',
    `Entry ${sequence} is another than when the head was kept: the log was written anew.`,
  );
}

function checkAnchorsReached(anchors: readonly AuditHead[], last: number): void {
  const farthest = Math.max(0, ...anchors.map(({ sequence }) => sequence));
  if (farthest <= last) return;
  throw new Problem(last + 1, 'end-cut', `The log ends at entry ${last}, and a head that was kept tells of ${farthest}.`);
}

function readTrim({ details }: SealedBody): { readonly through: number; readonly hash: string } | null {
  const { through, hash } = details;
  return typeof through === 'number' && typeof hash === 'string' ? { through, hash } : null;
}
