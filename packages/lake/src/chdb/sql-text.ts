import { SilhouetteError } from '@silhouette/model';

/** An identifier in backticks, whatever characters it has. Names that come from people reach SQL only through this. */
export function quoteIdentifier(name: string): string {
  return `\`${name.replaceAll('\\', '\\\\').replaceAll('`', '\\`').replaceAll('\0', '\\0')}\``;
}

/** A string literal. For file paths and names made by the program; text from people is bound as a parameter. */
export function sqlString(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'").replaceAll('\0', '\\0')}'`;
}

/** True when ClickHouse would take a path for a pattern or an archive member instead of a plain file. */
export function isPatternPath(path: string): boolean {
  return /[*?{}]|::/.test(path);
}

/**
 * The table function that reads Parquet files, all of one structure; rows of several files come in no certain order
 * (sort, or use `_file`). `structure` (`a String, …`) spares the look into the files.
 * @throws invalid-option for a path that ClickHouse would take for a pattern.
 */
export function fileSql(paths: readonly string[], structure?: string): string {
  for (const path of paths) refusePatternPath(path);
  const [first] = paths;
  if (first === undefined) throw new RangeError('fileSql needs at least one path.');
  const list = paths.length === 1 ? sqlString(first) : `[${paths.map(sqlString).join(', ')}]`;
  return `file(${list}, 'Parquet'${structure === undefined ? '' : `, ${sqlString(structure)}`})`;
}

/**
 * The target of `INSERT INTO FUNCTION`: one new Parquet file.
 * @throws invalid-option for a path that ClickHouse would take for a pattern.
 */
export function newFileSql(path: string): string {
  refusePatternPath(path);
  return `FUNCTION file(${sqlString(path)}, 'Parquet')`;
}

function refusePatternPath(path: string): void {
  if (!isPatternPath(path)) return;
  throw SilhouetteError.of(
    'invalid-option',
    `The path "${path}" has a character that ClickHouse takes for a pattern (one of * ? { } or ::). Move the workspace to a folder without it.`,
  );
}

/**
 * A string literal for text that comes from people, where no parameter can go (a `SELECT` that is stored): every
 * character but plain letters, digits and spaces stands as the escaped bytes of its UTF-8.
 */
export function sqlText(text: string): string {
  return `'${escapeBytes(text)}'`;
}

/** Text with every character but plain letters, digits and a few signs as the escaped bytes of its UTF-8. */
export function escapeBytes(text: string): string {
  return text.replace(/[^A-Za-z0-9 _.,:;"[\]{}/+-]+/gu, (run) => {
    let escaped = '';
    for (const byte of Buffer.from(run, 'utf8')) escaped += `\\x${byte.toString(16).padStart(2, '0')}`;
    return escaped;
  });
}
