import type { ExportJob, Note } from '@silhouette/model';
import type { StoredExport } from '../store/export-store.ts';

/** A stored export in its published shape, at a moment; `rowsDone` where the process that runs it knows better. */
export function answerExport(stored: StoredExport, nowMs: number, rowsDone: number | null): ExportJob {
  const isExpired = stored.state === 'done' && stored.expiresAtMs !== null && stored.expiresAtMs <= nowMs;
  const state = isExpired ? 'expired' : stored.state;
  const hasFile = state === 'done';
  return {
    id: stored.id,
    audience: stored.audience === null ? null : { ...stored.audience },
    hash: stored.hash,
    sentence: { ...stored.sentence },
    snapshot: stored.snapshot,
    asOf: writeInstant(stored.asOfMs),
    key: stored.keyName,
    attributes: [...stored.attributes],
    format: stored.format,
    spreadsheetSafe: stored.isSpreadsheetSafe,
    fileName: stored.fileName,
    state,
    rowsDone: state === 'running' ? Math.max(stored.rowsDone, rowsDone ?? 0) : stored.rowsDone,
    rows: stored.rows,
    guardedCells: stored.guardedCells,
    sizeBytes: stored.sizeBytes,
    sha256: stored.sha256,
    file: hasFile ? `/api/exports/${stored.id}/file` : null,
    requestedBy: stored.requestedBy,
    requestedAt: writeInstant(stored.requestedAtMs),
    startedAt: stored.startedAtMs === null ? null : writeInstant(stored.startedAtMs),
    finishedAt: stored.finishedAtMs === null ? null : writeInstant(stored.finishedAtMs),
    expiresAt: hasFile && stored.expiresAtMs !== null ? writeInstant(stored.expiresAtMs) : null,
    issues: [...stored.issues],
    notes: [...stored.notes, ...noteGuards(stored)],
  };
}

/** What was changed for spreadsheets is said, also when it turned out to be nothing. */
function noteGuards({ isSpreadsheetSafe, guardedCells }: StoredExport): Note[] {
  if (!isSpreadsheetSafe) return [];
  const done = guardedCells === null ? '' : ` ${guardedCells} cells have got one.`;
  return [
    {
      code: 'spreadsheet-safe',
      message: `Texts that a spreadsheet could take for formulas (beginning with =, +, -, @, a tab or a line break) begin with an apostrophe here, and the file with a byte order mark; "spreadsheetSafe": false gives exact values.${done}`,
      ...(guardedCells === null ? {} : { details: { guardedCells } }),
    },
  ];
}

function writeInstant(atMs: number): string {
  return new Date(atMs).toISOString();
}
