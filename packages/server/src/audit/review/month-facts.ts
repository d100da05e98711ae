import type { AuditAction, AuditActor, TimeZone } from '@silhouette/model';
import type { SealedBody } from '../read-body.ts';

/** What the rules of a review are held against. */
export interface MonthFacts {
  readonly zone: TimeZone;
  /** Entries of the month but for questions, in their order. */
  readonly entries: readonly SealedBody[];
  /** Pairs of questions that only differ by one condition and by a few customers, by actor. */
  readonly pairs: ReadonlyMap<string, readonly SealedBody[]>;
  /** Customers that each actor saw in each of the months before in which they did anything, by actor. */
  readonly seenBefore: ReadonlyMap<string, readonly number[]>;
  /** Actors that have asked for an export before the month. */
  readonly exportersBefore: ReadonlySet<string>;
  /** Addresses that each actor came from before the month, by actor. */
  readonly addressesBefore: ReadonlyMap<string, ReadonlySet<string>>;
  /** Exports that somebody else has approved, whenever. */
  readonly approved: ReadonlySet<string>;
}

/** One name for an actor; whoever is not known is told apart by the address. */
export function nameActor({ actor, request }: Pick<SealedBody, 'actor' | 'request'>): string {
  return actor.kind === 'unknown' ? `unknown ${actor.name} ${request?.address ?? ''}` : `${actor.kind} ${actor.id}`;
}

/** The actor as a review shows it: an address for whoever is not known. */
export function showActor({ actor, request }: Pick<SealedBody, 'actor' | 'request'>): AuditActor {
  if (actor.kind !== 'unknown') return actor;
  return { ...actor, id: request?.address ?? '', name: actor.name === '' ? (request?.address ?? '') : actor.name };
}

/** Customers that an entry says were seen: those of a page, one for "why", the rows of a file. */
export function countSeen({ action, details }: Pick<SealedBody, 'action' | 'details'>): number {
  const number = action === 'export-downloaded' ? details.rows : SEEING.includes(action) ? details.customers : 0;
  return typeof number === 'number' ? number : 0;
}

const SEEING: readonly AuditAction[] = ['saw-members', 'saw-why'];
/** Actions by which customers are seen. */
export const SEEING_ACTIONS: readonly AuditAction[] = [...SEEING, 'export-downloaded'];
