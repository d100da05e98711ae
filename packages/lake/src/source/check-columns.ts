import { type Issue, SilhouetteError } from '@silhouette/model';
import type { SourceFile } from './find-source-files.ts';

/**
 * The names of a file's columns, trimmed.
 * @throws source-file-broken with an issue for every name that is blank, repeated, Silhouette's own or with control characters
 */
export function checkColumnNames(source: string, file: Pick<SourceFile, 'path'>, names: readonly string[]): string[] {
  const issues: Issue[] = [];
  const refuse = (message: string): void => {
    issues.push({ path: `sources.${source}`, code: 'source-file-broken', message: `${file.path}: ${message}` });
  };
  const seen = new Set<string>();
  const trimmed = names.map((name) => name.trim());
  for (const [index, name] of trimmed.entries()) {
    if (name === '') refuse(`column ${index + 1} has no name. Give every column a name in the header.`);
    else if (seen.has(name)) refuse(`two columns are named "${name}". Give each a name of its own in the header.`);
    else if (name.startsWith('_')) refuse(`the column "${name}" begins with "_", as Silhouette's own columns do. Rename it.`);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
    else if (/[\u0000-\u001f\u007f]/.test(name)) refuse(`the name of column ${index + 1} has a control character. Rename it.`);
    seen.add(name);
  }
  if (issues.length > 0) throw new SilhouetteError(issues);
  return trimmed;
}
