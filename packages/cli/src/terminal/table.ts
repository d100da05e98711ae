import stringWidth from 'string-width';
import { paint, print, type Terminal } from './terminal.ts';

/** A column of a table. */
export interface Column {
  readonly title: string;
  readonly align?: 'left' | 'right';
}

const GAP = '  ';
const LEAST_WIDTH = 8;

/** Prints rows under titles; on a terminal the widest columns are cut (with …) until the table fits. */
export function printTable(terminal: Terminal, columns: readonly Column[], rows: readonly (readonly string[])[]): void {
  const widths = columns.map((column, index) =>
    Math.max(stringWidth(column.title), ...rows.map((row) => stringWidth(row[index] ?? ''))),
  );
  if (terminal.outIsTty) fitWidths(widths, terminal.width);
  const line = (cells: readonly string[]): string =>
    columns
      .map((column, index) => alignCell(cells[index] ?? '', widths[index] ?? 0, column.align ?? 'left'))
      .join(GAP)
      .trimEnd();
  print(terminal, paint(terminal, 'dim', line(columns.map((column) => column.title))));
  for (const row of rows) print(terminal, line(row));
}

function fitWidths(widths: number[], available: number): void {
  const total = (): number => widths.reduce((sum, width) => sum + width, 0) + GAP.length * (widths.length - 1);
  while (total() > available) {
    const widest = widths.indexOf(Math.max(...widths));
    const width = widths[widest] ?? 0;
    if (width <= LEAST_WIDTH) return;
    widths[widest] = Math.max(LEAST_WIDTH, width - (total() - available));
  }
}

function alignCell(text: string, width: number, align: 'left' | 'right'): string {
  const cut = cutText(text.replaceAll(/[\r\n\t]/g, ' '), width);
  const padding = ' '.repeat(Math.max(0, width - stringWidth(cut)));
  return align === 'right' ? padding + cut : cut + padding;
}

/** A text cut to a width in terminal cells, with … where something was cut. */
export function cutText(text: string, width: number): string {
  if (stringWidth(text) <= width) return text;
  let cut = '';
  for (const { segment } of new Intl.Segmenter().segment(text)) {
    if (stringWidth(cut + segment) > width - 1) break;
    cut += segment;
  }
  return `${cut}…`;
}
