import { writeJsonText } from '@silhouette/model';
import type { Access } from '../access/access.ts';
import { readAccess } from '../access/write-access.ts';
import type { StoredExport } from '../store/export-store.ts';

/** An access's row scope, to be told from others. */
export function writeScopeText({ rowScope }: Pick<Access, 'rowScope'>): string | null {
  return rowScope === null ? null : writeJsonText(rowScope);
}

/**
 * Why somebody may not have an export any more that they asked for, by what they may do now (null: nothing); null when they may.
 * They may when they could ask for the same today.
 */
export function explainLoss(job: Pick<StoredExport, 'access' | 'isPersonal'>, now: Access | null): string | null {
  const before = readAccess(job.access);
  if (before.actor.kind === 'local') return null;
  if (now === null) return 'Whoever asked for it is not let in any more.';
  if (!now.permissions.has('members.export')) return 'Whoever asked for it may not export members any more.';
  if (job.isPersonal && !now.permissions.has('personal.see'))
    return 'Whoever asked for it may not see personal values any more.';
  if ([...before.classes].some((one) => !now.classes.has(one)))
    return 'Attributes that there were for whoever asked for it are hidden from them now.';
  const scope = writeScopeText(now);
  if (scope !== null && scope !== writeScopeText(before))
    return 'Whoever asked for it may know of other customers now than when they asked.';
  return null;
}
