/** One line of a table of `docs/semantics.md`: cells by the name of their column. */
export type TableLine = Readonly<Record<string, string>>;

/**
 * The lines of the table that follows `<!-- table: name -->` in a Markdown text, cells trimmed.
 * @throws RangeError when there is no such table or a line has another number of cells.
 */
export function readTable(markdown: string, name: string): readonly TableLine[] {
  const [, after] = markdown.split(`<!-- table: ${name} -->\n`);
  if (after === undefined) throw new RangeError(`There is no table "${name}".`);
  const lines = after.slice(0, after.search(/\n(?!\|)|$(?![\s\S])/)).split('\n');
  const [head = [], , ...rows] = lines.map(splitCells);
  return rows.map((cells) => {
    if (cells.length !== head.length)
      throw new RangeError(`A line of table "${name}" has ${cells.length} cells: ${cells.join(' | ')}`);
    return Object.fromEntries(head.map((column, index) => [column, cells[index] ?? '']));
  });
}

/** Texts within backticks, and plain words outside of them: `a`, missing → ["`a`", "missing"]. */
export function readItems(cell: string): readonly string[] {
  return [...cell.matchAll(/`[^`]*`|\([^)]*\)|[^,\s`]+/g)].map(([item]) => item);
}

/** The text of an item in backticks; null for a plain word. */
export function unquoteItem(item: string): string | null {
  return item.startsWith('`') ? item.slice(1, -1) : null;
}

function splitCells(line: string): string[] {
  return line
    .replace(/^\|/, '')
    .replace(/\|$/, '')
    .split(/ \||\| /)
    .map((cell) => cell.trim());
}
