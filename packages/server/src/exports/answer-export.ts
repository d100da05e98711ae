import type { ExportApproval, ExportJob, Note } from '@silhouette/model';
import type { StoredExport } from '../store/export-store.ts';

/** A stored export in its published shape, at a moment; `rowsDone` where the process that runs it knows better. */
export function answerExport(stored: StoredExport, nowMs: number, rowsDone: number | null): ExportJob {
  const isExpired = stored.state === 'done' && stored.expiresAtMs !== null && stored.expiresAtMs <= nowMs;
  const approval = answerApproval(stored, nowMs);
  const state = isExpired || approval?.state === 'unanswered' ? 'expired' : stored.state;
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
    personal: stored.isPersonal,
    masked: stored.isMasked,
    purpose: stored.purpose,
    approval,
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
    notes: [...stored.notes, ...noteMasks(stored), ...noteGuards(stored)],
  };
}

/** How the approval of a stored export stands at a moment; null where it needs none. */
export function answerApproval(stored: StoredExport, nowMs: number): ExportApproval | null {
  const { approvalUntilMs, decision, decidedBy, decidedAtMs, decisionNote } = stored;
  if (approvalUntilMs === null) return null;
  return {
    state: decision ?? (approvalUntilMs <= nowMs ? 'unanswered' : 'waiting'),
    until: writeInstant(approvalUntilMs),
    decidedBy,
    decidedAt: decidedAtMs === null ? null : writeInstant(decidedAtMs),
    note: decisionNote,
  };
}

/** That values are masked is said, and what it takes to have them as they are. */
function noteMasks({ isMasked }: StoredExport): Note[] {
  if (!isMasked) return [];
  const message =
    'Personal values are masked in this file. Who has the permission "personal.see" and tells a purpose is given them as they are.';
  return [{ code: 'masked', message }];
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
