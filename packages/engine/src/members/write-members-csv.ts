import { once } from 'node:events';
import type { Attribute } from '@silhouette/model';
import type { MemberRow } from '../audience-engine.ts';
import { formatCsvLine } from './csv-line.ts';
import { guardCell } from './guard-cell.ts';
import type { MembersTable, WrittenMembers } from './members-table.ts';

/** Without it Excel takes UTF-8 for the code page of the machine, and Korean is unreadable. */
const BYTE_ORDER_MARK = '\uFEFF';

/** What was written, and what was changed for it. */
export interface WrittenCsv extends WrittenMembers {
  /** Cells that were given an apostrophe, the header's too; 0 when values are exact. */
  readonly guardedCells: number;
}

/**
 * Writes members as CSV (RFC 4180, UTF-8): CRLF, a header, missing values empty, tags joined by `;`. For `exact` values are
 * what they are. For a `spreadsheet` the file begins with a byte order mark, and texts that could be taken for formulas
 * (keys, names of columns, categories, texts, each of the tags; never numbers, times or booleans) get an apostrophe. The
 * stream stays open. @throws what the stream fails with.
 */
export async function writeMembersCsv(
  { keyName, attributes, pages, rowIds = null }: MembersTable,
  stream: NodeJS.WritableStream,
  reader: 'exact' | 'spreadsheet',
): Promise<WrittenCsv> {
  let written: WrittenMembers = { count: 0, engine: null };
  let guardedCells = 0;
  const guard = (text: string): string => {
    const guarded = reader === 'spreadsheet' ? guardCell(text) : text;
    if (guarded !== text) guardedCells += 1;
    return guarded;
  };
  const failed = new Promise<never>((_, reject) => stream.once('error', reject));
  failed.catch(() => {});
  const write = async (text: string): Promise<void> => {
    if (!stream.write(text)) await Promise.race([once(stream, 'drain'), failed]);
  };
  const header = formatCsvLine(
    [keyName, ...attributes.map(({ id }) => id), ...(rowIds === null ? [] : [rowIds.name])].map(guard),
  );
  await write(reader === 'spreadsheet' ? BYTE_ORDER_MARK + header : header);
  for await (const { rows, engine } of pages) {
    const before = written.count;
    written = { count: before + rows.length, engine };
    const lines = rows.map(({ key, values }, at) =>
      formatCsvLine([
        guard(key),
        ...attributes.map((attribute, place) => writeCell(attribute, values[place] ?? null, guard)),
        ...(rowIds === null ? [] : [rowIds.idOf(before + at + 1)]),
      ]),
    );
    await write(lines.join(''));
  }
  return { ...written, guardedCells };
}

function writeCell(attribute: Attribute, value: MemberRow['values'][number], guard: (text: string) => string): string {
  if (value === null) return '';
  if (typeof value === 'boolean') return String(value);
  // Each of them: programs that take `;` for the end of a cell begin a new one after it.
  if (typeof value !== 'string') return value.map(guard).join(';');
  return attribute.type === 'category' || attribute.type === 'text' ? guard(value) : value;
}
