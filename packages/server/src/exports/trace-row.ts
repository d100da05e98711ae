import { type ExportTrace, SilhouetteError } from '@silhouette/model';
import type { ExportMark } from '../store/export-mark-store.ts';
import { type RowMarks, readRowId } from './row-marks.ts';

/** What finding a row's export needs. */
export interface TraceOptions {
  readonly marks: RowMarks;
  findMarks(mark: string): Promise<readonly ExportMark[]>;
}

/** The export that the id of a row names. @throws SilhouetteError `invalid-value` for another form, `not-found` for an id that no export here has made. */
export async function traceRow(text: string, { marks, findMarks }: TraceOptions): Promise<ExportTrace> {
  const id = readRowId(text);
  if (id === null) {
    const message = 'Send the id of a row as it stands in the column "_row", such as K7Q2M9XA-12-B3ZD5HPN.';
    throw SilhouetteError.of('invalid-value', message, 'row');
  }
  const found = (await findMarks(id.mark)).find(({ exportId }) => marks.isOf(exportId, id));
  if (found === undefined) {
    const message = 'No export of this server has a row with this id: it was changed, or made elsewhere.';
    throw SilhouetteError.of('not-found', message, 'row');
  }
  return {
    id: found.exportId,
    row: id.row,
    requestedBy: found.requestedBy,
    requestedAt: new Date(found.requestedAtMs).toISOString(),
    writtenAt: new Date(found.writtenAtMs).toISOString(),
    purpose: found.purpose,
    approvedBy: found.approvedBy,
    fileName: found.fileName,
  };
}
