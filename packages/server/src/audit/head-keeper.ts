import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeDurably } from '@silhouette/lake';
import { type AuditHead, auditHeadSchema } from '@silhouette/model';

/**
 * The last head of the audit log, kept in a file beside the database: who may write the database, and no more, cannot empty the log
 * unnoticed. A head that goes less far never takes its place.
 */
export class HeadKeeper {
  private readonly path: string;

  constructor(stateDir: string) {
    this.path = join(stateDir, 'audit-head.json');
  }

  /** The head that is kept; null: none yet, or the file cannot be read as one. */
  read(): AuditHead | null {
    try {
      return auditHeadSchema.parse(JSON.parse(readFileSync(this.path, 'utf8')));
    } catch {
      return null;
    }
  }

  /** @throws SilhouetteError `disk-full`, and as the file system does. */
  keep(head: AuditHead): void {
    if ((this.read()?.sequence ?? 0) >= head.sequence) return;
    writeDurably(this.path, `${JSON.stringify(head)}\n`);
  }
}
