import type { AuditAction, AuditActivity } from '@silhouette/model';
import type { SealedBody } from '../read-body.ts';
import { countSeen, nameActor, showActor } from './month-facts.ts';

type Numbers = { -readonly [Key in Exclude<keyof AuditActivity, 'actor'>]: number };

/** What each actor of a month did, in numbers; those first who saw most customers. */
export class ActivityCounter {
  private readonly actors = new Map<string, { readonly actor: AuditActivity['actor']; readonly numbers: Numbers }>();

  /** Takes one entry. */
  tell(entry: SealedBody): void {
    const name = nameActor(entry);
    const known = this.actors.get(name) ?? { actor: showActor(entry), numbers: { ...NOTHING } };
    this.actors.set(name, known);
    const { numbers } = known;
    numbers.customersSeen += countSeen(entry);
    const key = COUNTED_AS[entry.action];
    if (key !== null) numbers[key] += countOf(entry);
  }

  list(): (Omit<AuditActivity, 'customersSeen'> & { readonly customersSeen: number })[] {
    return [...this.actors.values()]
      .map(({ actor, numbers }) => ({ actor, ...numbers }))
      .sort((a, b) => b.customersSeen - a.customersSeen || b.questions - a.questions);
  }
}

const NOTHING: Numbers = { questions: 0, customersSeen: 0, exports: 0, downloads: 0, changes: 0, signIns: 0, refusals: 0 };

/** A run of questions is one entry, and so are refusals beyond what is recorded one by one. */
function countOf({ action, details }: SealedBody): number {
  if (action === 'asked' && Array.isArray(details.asked)) return details.asked.length;
  return typeof details.more === 'number' ? details.more : 1;
}

const COUNTED_AS: Readonly<Record<AuditAction, keyof Numbers | null>> = {
  asked: 'questions',
  'saw-members': null,
  'saw-why': null,
  'saw-definition': null,
  'export-requested': 'exports',
  'export-approved': null,
  'export-declined': null,
  'export-traced': null,
  'export-downloaded': 'downloads',
  'export-deleted': null,
  'audience-saved': 'changes',
  'audience-deleted': 'changes',
  'audience-restored': 'changes',
  'catalog-edited': 'changes',
  'catalog-file-written': 'changes',
  'signed-in': 'signIns',
  'password-accepted': null,
  'sign-in-failed': null,
  'signed-out': null,
  'person-invited': 'changes',
  'person-changed': 'changes',
  'person-removed': 'changes',
  'role-saved': 'changes',
  'role-deleted': 'changes',
  'key-made': 'changes',
  'key-revoked': 'changes',
  'session-revoked': 'changes',
  'privacy-access': null,
  'privacy-erasure': null,
  'backed-up': null,
  refused: 'refusals',
  'audit-read': null,
  'audit-exported': null,
  'audit-verified': null,
  'audit-reviewed': null,
  'audit-review-written': null,
  'audit-trimmed': null,
};
